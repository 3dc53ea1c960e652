package dev.grantkeeper.worker.vault;

import dev.grantkeeper.wire.v1.WorkerProcess;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which process this is, and where. Unless the place is configured, it is the host and the port that this process listens at:
 * who holds them has nobody beside it there. A process that takes any free port has a place that nobody has again.
 */
@ApplicationScoped
class ThisProcess {
    private static final int LONGEST = 255;

    private final WorkerProcess wire;

    @Inject
    ThisProcess(VaultConfig config, @ConfigProperty(name = "quarkus.http.port") int port) {
        var id = UUID.randomUUID().toString();
        wire = WorkerProcess.newBuilder()
                .setInstance(config.instance()
                        .map(ThisProcess::checked)
                        .orElseGet(() -> host() + ":" + (port == 0 ? id : Integer.toString(port))))
                .setProcessId(id)
                .build();
    }

    WorkerProcess wire() {
        return wire;
    }

    /** @throws IllegalStateException naming the property, unless the vault takes it */
    static String checked(String instance) {
        if (instance.isBlank()
                || instance.length() > LONGEST
                || instance.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalStateException(
                    "grantkeeper.worker.vault.instance must be 1 to " + LONGEST + " characters without line breaks");
        }
        return instance;
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
