package dev.grantkeeper.system.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FormPersonTest {

    private static final String CALLBACK = "http://127.0.0.1:1/callback";
    private static final String LOGIN = """
            <form action="/login?a=1&amp;b=2" method="post"><input type="hidden" name="prompt" value="login"/>
            <input type="text" name="login"><input type="checkbox" name="remember" value="1"></form>""";

    private final AtomicReference<String> sent = new AtomicReference<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void authorize_loginForm_isFilledInAndSentWhereItSays() {
        server.createContext("/auth", exchange -> answer(exchange, 200, LOGIN));
        server.createContext("/login", exchange -> {
            sent.set(exchange.getRequestURI().getQuery() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.getResponseHeaders().set("Location", CALLBACK + "?code=c");
            answer(exchange, 302, "");
        });

        var back = new FormPerson(Map.of("login", "ada & co")).authorize(request());

        assertThat(back).isEqualTo(URI.create(CALLBACK + "?code=c"));
        assertThat(sent.get()).isEqualTo("a=1&b=2 prompt=login&login=ada+%26+co");
    }

    @Test
    void authorize_errorPage_isNamed() {
        server.createContext("/auth", exchange -> answer(exchange, 400, "no such client"));

        assertThatThrownBy(() -> new FormPerson(Map.of()).authorize(request())).hasMessage("/auth shows no form: 400");
    }

    @Test
    void authorize_neverSentBack_givesUp() {
        server.createContext("/auth", exchange -> {
            exchange.getResponseHeaders().set("Location", "/auth");
            answer(exchange, 303, "");
        });

        assertThatThrownBy(() -> new FormPerson(Map.of()).authorize(request()))
                .hasMessage("still asked after 20 steps");
    }

    private URI request() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort()
                + "/auth?client_id=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback");
    }

    private static void answer(HttpExchange exchange, int status, String page) throws IOException {
        byte[] body = page.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
