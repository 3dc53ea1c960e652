package dev.grantkeeper.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

final class LoopbackPorts {

    static final String HOST = "127.0.0.1";

    private LoopbackPorts() {}

    /** Distinct ports that were free a moment ago. */
    static List<Integer> free(int count) {
        var open = new ArrayList<ServerSocket>(count);
        try {
            for (int i = 0; i < count; i++) {
                open.add(new ServerSocket(0, 1, InetAddress.getByName(HOST)));
            }
            return open.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + HOST, e);
        } finally {
            open.forEach(LoopbackPorts::close);
        }
    }

    /** A server that cannot bind says so late and in its own words. */
    static void requireFree(int port) {
        try {
            close(new ServerSocket(port, 1, InetAddress.getByName(HOST)));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port " + port + " on " + HOST + " is taken; free it or choose another, 0 for any", e);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
