package dev.grantkeeper.worker.vault;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.worker.World;
import dev.grantkeeper.worker.WorldResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(WorldResource.class)
class VaultGrpcTest {
    private World world;

    @Test
    void call_accessTokenRefused_succeedsWithAFreshOne() {
        var connection = world.vault().due(world.newGrant(), world.settings());
        world.vault().refuseTokensSoFar();

        world.vault().hint(connection);

        assertThat(world.vault().awaitReports(connection, 1)).hasSize(1);
    }

    @Test
    void begin_onceForTheProcessThatLeases() {
        var connection = world.vault().due(world.newGrant(), world.settings());
        world.vault().hint(connection);
        world.vault().awaitLeases(connection, 1);

        var begun = world.vault().processes();

        assertThat(begun).hasSize(1);
        assertThat(world.vault().leases(connection).get(0).getProcess()).isEqualTo(begun.get(0));
        assertThat(begun.get(0).getInstance()).matches(".+:\\d+");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void call_oneVaultGone_goesToTheOther(int gone) {
        world.vault().stop(gone);
        try {
            var connection = world.vault().due(world.newGrant(), world.settings());

            world.vault().hint(connection);

            assertThat(world.vault().awaitReports(connection, 1)).hasSize(1);
        } finally {
            world.vault().start(gone);
        }
    }

    @Test
    void call_noVaultNow_goesToTheFirstThatIsBack() {
        var connection = world.vault().due(world.newGrant(), world.settings());
        world.vault().stop();
        try {
            world.vault().hint(connection);
            CompletableFuture.delayedExecutor(2, SECONDS)
                    .execute(() -> world.vault().start(1));

            assertThat(world.vault().awaitReports(connection, 1)).hasSize(1);
        } finally {
            world.vault().start(0);
        }
    }
}
