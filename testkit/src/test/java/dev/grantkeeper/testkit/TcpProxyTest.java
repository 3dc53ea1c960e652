package dev.grantkeeper.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.testkit.TcpProxy.Direction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private final ServerSocket echo = listen();
    private final TcpProxy proxy = TcpProxy.to("127.0.0.1", echo.getLocalPort());

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void connection_untouched_passesBothWaysAndEnds() throws IOException {
        try (var client = connect()) {
            assertThat(say(client, "hello")).isEqualTo("hello");
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void delay_oneWay_isWaitedForOnce() throws IOException {
        try (var client = connect()) {
            proxy.delay(Duration.ofMillis(120), Direction.TO_SERVER);
            long begun = System.nanoTime();

            assertThat(say(client, "hello")).isEqualTo("hello");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void hold_untilHealed_losesNothing() throws IOException {
        try (var client = connect()) {
            say(client, "hello");
            proxy.hold(Direction.TO_CLIENT);
            client.setSoTimeout(100);

            assertThatThrownBy(() -> say(client, "again")).isInstanceOf(SocketTimeoutException.class);

            client.setSoTimeout(20_000);
            proxy.heal();
            assertThat(read(client, 5)).isEqualTo("again");
        }
    }

    @Test
    void cutAfter_someBytesFromThenOn_closes() throws IOException {
        try (var client = connect()) {
            say(client, "hello");
            proxy.cutAfter(3, Direction.TO_CLIENT);

            assertThat(say(client, "again")).isEqualTo("aga");
        }
        try (var another = connect()) {
            assertThat(say(another, "again")).isEqualTo("aga");
            proxy.heal();
        }
        try (var healed = connect()) {
            assertThat(say(healed, "again")).isEqualTo("again");
        }
    }

    @Test
    void refuse_newConnections_untilHealed() throws IOException {
        try (var client = connect()) {
            say(client, "hello");
            proxy.refuse();

            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(say(client, "again")).isEqualTo("again");
        }
        proxy.heal();
        try (var client = connect()) {
            assertThat(say(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void reset_openConnection_breaks() throws IOException {
        try (var client = connect()) {
            say(client, "hello");
            proxy.reset();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (var client = connect()) {
            assertThat(say(client, "hello")).isEqualTo("hello");
        }
    }

    private Socket connect() throws IOException {
        var client = new Socket(proxy.host(), proxy.port());
        client.setSoTimeout(20_000);
        return client;
    }

    private static String say(Socket client, String words) throws IOException {
        client.getOutputStream().write(words.getBytes(US_ASCII));
        return read(client, words.length());
    }

    private static String read(Socket client, int most) throws IOException {
        return new String(client.getInputStream().readNBytes(most), US_ASCII);
    }

    private static ServerSocket listen() {
        try {
            var socket = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
            start(() -> {
                while (true) {
                    var accepted = socket.accept();
                    start(() -> {
                        try (accepted) {
                            accepted.getInputStream().transferTo(accepted.getOutputStream());
                        }
                    });
                }
            });
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException over) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
