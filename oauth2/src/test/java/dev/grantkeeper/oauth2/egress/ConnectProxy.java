package dev.grantkeeper.oauth2.egress;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy on loopback that tunnels (RFC 9110 section 9.3.6), and remembers what it was asked. */
public final class ConnectProxy implements AutoCloseable {
    private static final String END = "\r\n\r\n";
    private static final Pattern CONNECT = Pattern.compile("CONNECT (\\S+):(\\d+) HTTP/1\\.1\r\n(?s:.*)");

    private final Vertx vertx;
    private final NetServer server;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile String refusal = "";

    public ConnectProxy(Vertx vertx) throws Exception {
        this.vertx = vertx;
        server = vertx.createNetServer()
                .connectHandler(this::read)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    public int port() {
        return server.actualPort();
    }

    public int connections() {
        return connections.get();
    }

    /** What was asked for: request line and headers. */
    public List<String> heads() {
        return heads;
    }

    /** @param answer from now on, such as {@code 403 Forbidden}; {@code silence} for none */
    public void refuse(String answer) {
        refusal = answer;
    }

    @Override
    public void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void read(NetSocket client) {
        connections.incrementAndGet();
        var head = Buffer.buffer();
        client.handler(chunk -> {
            head.appendBuffer(chunk);
            if (head.toString().endsWith(END)) {
                heads.add(head.toString());
                answer(client, head.toString());
            }
        });
    }

    private void answer(NetSocket client, String head) {
        Matcher asked = CONNECT.matcher(head);
        if (!asked.matches()) {
            client.end(Buffer.buffer("HTTP/1.1 405 Method Not Allowed" + END));
        } else if (refusal.isEmpty()) {
            tunnel(client, asked.group(1), Integer.parseInt(asked.group(2)));
        } else if (!refusal.equals("silence")) {
            client.end(Buffer.buffer("HTTP/1.1 " + refusal + END));
        }
    }

    private void tunnel(NetSocket client, String host, int port) {
        client.pause();
        vertx.createNetClient()
                .connect(port, host)
                .onSuccess(upstream -> {
                    client.write("HTTP/1.1 200 Connection established" + END);
                    upstream.pipeTo(client);
                    client.pipeTo(upstream);
                })
                .onFailure(away -> client.end(Buffer.buffer("HTTP/1.1 502 Bad Gateway" + END)));
    }
}
