package dev.grantkeeper.sandbox.platform;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where this process listens: the port the system chose when {@code server.port} is 0. */
@Component
public class Address {

    private volatile int port;

    /** Scheme, host and port, known once the web server listens. */
    public String origin() {
        return "http://127.0.0.1:" + port;
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        System.out.println("sandbox ready on " + origin());
    }
}
