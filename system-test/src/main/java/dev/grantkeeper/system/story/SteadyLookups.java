package dev.grantkeeper.system.story;

import dev.grantkeeper.system.caller.Looked.Refused;
import dev.grantkeeper.system.caller.Looked.Served;
import dev.grantkeeper.system.caller.Lookup;
import dev.grantkeeper.system.machine.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An app that needs Ada's connection twice a second and has the provider say each time whether the value works. */
final class SteadyLookups implements AutoCloseable {

    /** One value that was active when it was returned, with the provider's times of it. */
    record Seen(String protocol, long generation, Instant issuedAt, Instant expiresAt) {}

    private static final Duration EVERY = Duration.ofMillis(500);

    private final Stage stage;
    private final String executionToken;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Thread app = new Thread(this::run, "steady-lookups");
    private volatile boolean closed;

    SteadyLookups(Stage stage, String executionToken) {
        this.stage = stage;
        this.executionToken = executionToken;
        app.setDaemon(true);
        app.start();
    }

    /**
     * What was seen so far, in its order.
     *
     * @throws IllegalStateException if any lookup came to nothing
     */
    List<Seen> seen() {
        if (!faults.isEmpty()) {
            throw new IllegalStateException("after " + seen.size() + " lookups that went well, " + faults.get(0));
        }
        return List.copyOf(seen);
    }

    /** The newest generation; 0 before the first. */
    long generation() {
        var soFar = seen();
        return soFar.isEmpty() ? 0 : soFar.get(soFar.size() - 1).generation();
    }

    @Override
    public void close() {
        closed = true;
        app.interrupt();
    }

    private void run() {
        long next = System.nanoTime();
        for (int count = 0; !closed && faults.isEmpty(); count++) {
            try {
                Patience.until(next);
                next += EVERY.toNanos();
                lookUp(stage.lookups().get(count % stage.lookups().size()), count + 1);
            } catch (RuntimeException e) {
                if (!closed) {
                    faults.add("lookup " + (count + 1) + ": " + e.getMessage());
                }
            }
        }
    }

    private void lookUp(Lookup lookup, int number) {
        var looked = lookup.user(executionToken);
        if (looked instanceof Refused refused) {
            throw new IllegalStateException("over " + lookup.protocol() + " refused: " + refused);
        }
        var served = (Served) looked;
        var introspection = stage.provider().introspect(served.value());
        if (!introspection.active()) {
            throw new IllegalStateException("over " + lookup.protocol() + " got generation " + served.generation()
                    + ", which the provider calls inactive; the vault says it expires at " + served.expiresAt());
        }
        if (served.expiresAt().isAfter(introspection.expiresAt().plusSeconds(1))) {
            throw new IllegalStateException("lookup " + number + " says expiry " + served.expiresAt()
                    + ", the provider " + introspection.expiresAt());
        }
        stage.secrets().add("Ada's access token of generation " + served.generation(), served.value());
        seen.add(new Seen(lookup.protocol(), served.generation(), introspection.issuedAt(), introspection.expiresAt()));
    }
}
