package dev.grantkeeper.vault.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.access.Tenant;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadersTest {

    private static final Tenant ACME = new Tenant("platform", "acme");
    private static final Tenant NAMESAKE = new Tenant("rival", "acme");

    private final Readers readers = new Readers();
    private final AtomicInteger numbers = new AtomicInteger();

    @Test
    void near_user_areThatUsersAlone() {
        var ada = add(ACME, "ada");
        var adasOther = add(ACME, "ada");
        add(ACME, "bob");
        add(NAMESAKE, "ada");

        assertThat(readers.near(ACME, Owner.user("ada"))).containsExactlyInAnyOrder(ada, adasOther);
        assertThat(readers.of(ada.person())).containsExactlyInAnyOrder(ada, adasOther);
        assertThat(readers.near(ACME, Owner.user("nobody"))).isEmpty();
    }

    @Test
    void near_workspace_areAllOfItsPeople() {
        var ada = add(ACME, "ada");
        var bob = add(ACME, "bob");
        add(NAMESAKE, "ada");

        assertThat(readers.near(ACME, Owner.workspace(ACME))).containsExactlyInAnyOrder(ada, bob);
        assertThat(readers.all()).hasSize(3);
    }

    @Test
    void remove_twice_countsOnce() {
        var ada = add(ACME, "ada");
        var bob = add(ACME, "bob");
        assertThat(readers.anybodyHearsConnections()).isTrue();

        readers.remove(ada);
        readers.remove(ada);

        assertThat(readers.size()).isEqualTo(1);
        assertThat(readers.in(ACME)).containsExactly(bob);
        readers.remove(bob);
        assertThat(readers.size()).isZero();
        assertThat(readers.anybodyHearsConnections()).isFalse();
        assertThat(readers.in(ACME)).isEmpty();
    }

    @Test
    void addAndRemove_fromManyThreads_loseNobody() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        var start = new CountDownLatch(1);
        for (var thread = 0; thread < 8; thread++) {
            threads.execute(() -> {
                awaitQuietly(start);
                for (var i = 0; i < 2_000; i++) {
                    var passing = add(ACME, "ada");
                    add(ACME, "bob");
                    readers.remove(passing);
                }
            });
        }
        start.countDown();
        threads.shutdown();

        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(readers.size()).isEqualTo(16_000);
        assertThat(readers.near(ACME, Owner.user("bob"))).hasSize(16_000);
        assertThat(readers.near(ACME, Owner.user("ada"))).isEmpty();
    }

    private Reader add(Tenant tenant, String user) {
        var person = new Person(tenant, user, false, Instant.MAX);
        var reader = new Reader(numbers.incrementAndGet(), person, true, signal -> {});
        readers.add(reader);
        return reader;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
