package dev.grantkeeper.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that come and go. They lie below those that systems give to outgoing connections (IANA's from 49152,
 * Linux' from 32768), so that none of those takes the port of a server that is away.
 */
public final class LoopbackPorts {

    public static final String HOST = "127.0.0.1";

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    private LoopbackPorts() {}

    /** A port that was free a moment ago. */
    public static int free() {
        return free(1).get(0);
    }

    /** Distinct ports that were free a moment ago. */
    static List<Integer> free(int count) {
        var found = new LinkedHashSet<Integer>();
        for (int tried = 0; found.size() < count; tried++) {
            if (tried == TRIES) {
                throw new IllegalStateException("no free port on " + HOST);
            }
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                found.add(port);
            }
        }
        return List.copyOf(found);
    }

    public static boolean isFree(int port) {
        try (var socket = listen(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** A server that cannot bind says so late and in its own words. */
    static void requireFree(int port) {
        try {
            listen(port).close();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port " + port + " on " + HOST + " is taken; free it or choose another, 0 for any", e);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName(HOST));
    }
}
