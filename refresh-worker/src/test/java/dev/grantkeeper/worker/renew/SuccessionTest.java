package dev.grantkeeper.worker.renew;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SuccessionTest {

    @Test
    void start_vaultAway_saysItAgainUntilHeard() throws Exception {
        var tries = new CountDownLatch(3);

        new Succession(new Beginnings(tries)).start(null);

        assertThat(tries.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** A vault that hears the third. */
    private record Beginnings(CountDownLatch tries) implements Vault {
        @Override
        public Uni<Void> begin() {
            return Uni.createFrom().deferred(() -> {
                tries.countDown();
                return tries.getCount() == 0
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new VaultException("Begin", "UNAVAILABLE"));
            });
        }

        @Override
        public Uni<LeaseAnswer> lease(Due due) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<String> complete(Report report) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<Due>> claimDue(int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
