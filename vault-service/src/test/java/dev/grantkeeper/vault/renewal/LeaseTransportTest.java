package dev.grantkeeper.vault.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.grpc.Status;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A refresh token leaves this machine encrypted or not at all. */
@QuarkusTest
@WithTestResource(
        value = VaultTestResource.class,
        initArgs = @ResourceArg(name = "quarkus.http.host", value = "0.0.0.0"))
class LeaseTransportTest {

    TestVault vault;

    @Inject
    Stage stage;

    @TestHTTPResource
    URI address;

    @Test
    void lease_plaintextFromElsewhere_isRefusedAndLeavesNoTrace() throws SocketException {
        var elsewhere = notLoopback();
        assumeTrue(elsewhere.isPresent());
        var scene = stage.dueScene(vault);
        var host = elsewhere.get().getHostAddress();
        try (var worker = Worker.at(host, address.getPort(), bearer())) {
            assertThatThrownBy(() -> worker.lease(scene)).satisfies(refused -> {
                assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
                assertThat(refused).hasMessageContaining("grantkeeper.renewal.plaintext-off-loopback");
            });
        }
        assertThat(scene.ask("select count(*) from renewal_attempt where connection_id = ?"))
                .isEqualTo("0");
        try (var worker = Worker.at(address.getPort(), bearer())) {
            worker.lease(scene);
        }
    }

    private String bearer() {
        return vault.issuer().worker("worker-1").bearer();
    }

    private static Optional<InetAddress> notLoopback() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
                .filter(candidate -> !candidate.isLoopbackAddress())
                .findFirst();
    }
}
