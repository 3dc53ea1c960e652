package dev.grantkeeper.worker.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.worker.World;
import dev.grantkeeper.worker.WorldResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

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
}
