package dev.grantkeeper.testkit;

final class JvmExit {

    private JvmExit() {}

    /** Closes the server when the JVM ends; {@code close} must bear being called twice. */
    static void closes(AutoCloseable server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "testkit-exit"));
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot stop " + server, e);
        }
    }
}
