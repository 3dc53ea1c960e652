package dev.grantkeeper.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A network that can be broken: forwards TCP connections on loopback, and harms them as it is told. Every switch holds
 * for open connections and new ones, until {@link #heal()}. Bytes are lost only with their connection, as in TCP.
 */
public final class TcpProxy implements AutoCloseable {

    /** Which way bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private static final int BACKLOG = 256;

    private final InetSocketAddress server;
    private final int port;
    private final Map<Direction, TcpFlow> flows = new EnumMap<>(Direction.class);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket listening;
    private Thread accepting;

    private TcpProxy(int port, InetSocketAddress server) {
        this.port = port;
        this.server = server;
        for (var direction : Direction.values()) {
            flows.put(direction, new TcpFlow());
        }
    }

    /** Listens on a free port for connections to the server there, which need not listen yet. */
    public static TcpProxy to(String host, int port) {
        var proxy = new TcpProxy(LoopbackPorts.free(), new InetSocketAddress(host, port));
        proxy.listen();
        return proxy;
    }

    public String host() {
        return LoopbackPorts.HOST;
    }

    /** Stays the same, also while connections are refused. */
    public int port() {
        return port;
    }

    /** Every piece of data, of up to 16 KiB, is on its way for so long, those of one connection one after another. */
    public void delay(Duration time, Direction... directions) {
        each(directions, flow -> flow.delay(time));
    }

    /** A black hole: nothing passes and nothing breaks. What was held goes on its way when it is healed. */
    public void hold(Direction... directions) {
        each(directions, TcpFlow::hold);
    }

    /** Each connection is closed after it has passed so many bytes this way, counted from now. */
    public void cutAfter(long bytes, Direction direction) {
        flows.get(direction).cutAfter(bytes);
    }

    /** New connections are refused, as by a host on which nothing listens. Those that are open stay. */
    public synchronized void refuse() {
        if (listening == null) {
            return;
        }
        close(listening);
        listening = null;
        try {
            // A socket goes on listening until the last thread that accepts from it has noticed.
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Breaks every open connection at once, with RST to both sides. */
    public void reset() {
        open.forEach(TcpProxy::reset);
    }

    /** Ends every switch. */
    public void heal() {
        flows.values().forEach(TcpFlow::heal);
        listen();
    }

    /** Resets what is open and stops to listen. */
    @Override
    public void close() {
        refuse();
        reset();
        flows.values().forEach(TcpFlow::heal);
    }

    private synchronized void listen() {
        if (listening != null) {
            return;
        }
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(LoopbackPorts.HOST), port), BACKLOG);
            listening = socket;
            accepting = start("accept", () -> accept(socket));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                connect(socket.accept());
            } catch (IOException refusing) {
                continue;
            }
        }
    }

    private void connect(Socket client) {
        var away = new Socket();
        open.add(client);
        open.add(away);
        start("connect", () -> {
            try {
                away.connect(server);
                client.setTcpNoDelay(true);
                away.setTcpNoDelay(true);
                start("to-server", () -> pass(client, away, Direction.TO_SERVER));
                start("to-client", () -> pass(away, client, Direction.TO_CLIENT));
            } catch (IOException nobodyThere) {
                end(client, away);
            }
        });
    }

    private void pass(Socket from, Socket to, Direction direction) {
        try {
            if (flows.get(direction).pass(from.getInputStream(), to.getOutputStream())) {
                to.shutdownOutput();
                if (!from.isOutputShutdown()) {
                    return;
                }
            }
            end(from, to);
        } catch (IOException broken) {
            reset(from);
            reset(to);
            end(from, to);
        }
    }

    private void end(Socket... sockets) {
        for (var socket : sockets) {
            open.remove(socket);
            close(socket);
        }
    }

    private void each(Direction[] directions, Consumer<TcpFlow> change) {
        var chosen = directions.length == 0 ? Direction.values() : directions;
        List.of(chosen).forEach(direction -> change.accept(flows.get(direction)));
    }

    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException closedMeanwhile) {
            return;
        } finally {
            close(socket);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + socket, e);
        }
    }

    private static Thread start(String what, Runnable task) {
        var thread = new Thread(task, "tcp-proxy-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
