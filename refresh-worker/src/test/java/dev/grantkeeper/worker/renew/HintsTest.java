package dev.grantkeeper.worker.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.worker.World;
import dev.grantkeeper.worker.WorldResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(WorldResource.class)
class HintsTest {
    private World world;

    @Test
    void hint_withoutAnyEvent_isRenewed() {
        var connection = world.vault().due(world.newGrant(), world.settings());

        world.vault().hint(connection);

        assertThat(world.vault().awaitReports(connection, 1).get(0).getOutcome().hasRenewed())
                .isTrue();
    }

    @Test
    void hint_afterTheVaultWasAway_isHeardAsSoonAsItIsBack() {
        world.vault().stop();
        var connection = world.vault().due(world.newGrant(), world.settings());
        world.vault().hint(connection);

        world.vault().start();

        assertThat(world.vault().awaitReports(connection, 1)).hasSize(1);
    }
}
