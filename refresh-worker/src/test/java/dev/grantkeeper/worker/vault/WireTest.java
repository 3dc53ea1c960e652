package dev.grantkeeper.worker.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.wire.v1.LeaseGranted;
import dev.grantkeeper.wire.v1.LeaseResponse;
import dev.grantkeeper.wire.v1.RefreshMaterial;
import dev.grantkeeper.worker.renew.Due;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireTest {

    @Test
    void lease_secretBeingReplaced_bringsBoth() {
        var material = RefreshMaterial.newBuilder()
                .setSettingsJson("{}")
                .setClientId("app")
                .setClientSecret("newer")
                .setFormerClientSecret("former")
                .setRefreshToken("refresh");
        var granted = LeaseGranted.newBuilder()
                .setLeaseId(UUID.randomUUID().toString())
                .setMaterial(material);
        var due = new Due(UUID.randomUUID(), 1, Instant.EPOCH);

        var answer = Wire.leaseAnswer(
                due, LeaseResponse.newBuilder().setGranted(granted).build());

        assertThat(answer).isInstanceOfSatisfying(dev.grantkeeper.worker.renew.LeaseAnswer.Granted.class, lease -> {
            assertThat(lease.lease().client().clientSecret()).isEqualTo(Optional.of(Token.of("newer")));
            assertThat(lease.lease().client().formerSecret()).isEqualTo(Optional.of(Token.of("former")));
        });
    }
}
