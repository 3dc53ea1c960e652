package dev.grantkeeper.system.fleet;

import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.testkit.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The end of a disturbance: every connection is renewed once more, or its person has been asked. */
public final class Settling {

    private static final int SHOWN = 10;

    private final PostgresFleet connections;
    private final String tenants;

    /** @param tenants the beginning of the names of the tenants concerned, such as {@code platform/acme} */
    public Settling(PostgresServer server, String database, String tenants) {
        this.connections = new PostgresFleet(server, database);
        this.tenants = tenants;
    }

    /**
     * Waits until each connection has a value that is good until that time and nothing about it is open, or its person is prompted, or it is
     * disconnected.
     *
     * @return how long it took
     * @throws IllegalStateException naming those of which none holds in time
     */
    public Duration await(Instant goodUntil, Duration atMost) {
        long begun = System.nanoTime();
        try {
            Patience.await(atMost, "settled fleet", () -> unsettled(goodUntil).filter(List::isEmpty));
        } catch (IllegalStateException late) {
            var left = unsettled(goodUntil).orElse(List.of("the database does not answer"));
            throw new IllegalStateException(
                    left.size() + " connections did not settle within " + atMost.toSeconds() + " s: "
                            + String.join("; ", left.subList(0, Math.min(SHOWN, left.size()))),
                    late);
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Those that have not settled; empty while the database is away. */
    public Optional<List<String>> unsettled(Instant goodUntil) {
        try {
            return Optional.of(connections.unsettled(tenants, goodUntil));
        } catch (PostgresFleet.Away away) {
            return Optional.empty();
        }
    }

    /** Makes every connection due at one moment, past or future. Returns how many there are. */
    public int makeDue(Instant at) {
        return connections.makeDue(tenants, at);
    }
}
