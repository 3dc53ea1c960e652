package dev.grantkeeper.worker.vault;

import dev.grantkeeper.wire.v1.WorkerProcess;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which process this is. Where nothing is configured, a host and a port make the place: no two processes share both. */
@ApplicationScoped
class Process {
    private final WorkerProcess wire;

    @Inject
    Process(VaultConfig config, @ConfigProperty(name = "quarkus.http.port") int port) {
        this(config.instance().orElseGet(() -> host() + ":" + port));
    }

    Process(String instance) {
        wire = WorkerProcess.newBuilder()
                .setInstance(instance)
                .setProcessId(UUID.randomUUID().toString())
                .build();
    }

    WorkerProcess wire() {
        return wire;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            throw new IllegalStateException(
                    "This host has no name: set grantkeeper.worker.vault.instance to one that no other worker has, and"
                            + " that stays over restarts",
                    nameless);
        }
    }
}
