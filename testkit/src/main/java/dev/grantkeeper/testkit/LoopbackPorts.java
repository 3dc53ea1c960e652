package dev.grantkeeper.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Ports for servers that come and go. They lie below those that systems give to outgoing connections (IANA's from 49152,
 * Linux' from 32768), so that none of those takes the port of a server that is away.
 */
public final class LoopbackPorts {

    public static final String HOST = "127.0.0.1";

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;
    private static final Duration INHERITED = Duration.ofSeconds(1);

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

    /**
     * A server that cannot bind says so late and in its own words. Asked again for a while: a process that another
     * thread starts just now holds every socket open here until it has closed what it inherited.
     */
    static void requireFree(int port) {
        long deadline = System.nanoTime() + INHERITED.toNanos();
        while (!isFree(port)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "port " + port + " on " + HOST + " is taken; free it or choose another, 0 for any");
            }
            LockSupport.parkNanos(MILLISECONDS.toNanos(20));
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName(HOST));
    }
}
