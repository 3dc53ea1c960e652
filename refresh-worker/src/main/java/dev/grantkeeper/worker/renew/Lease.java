package dev.grantkeeper.worker.renew;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.ClientIdentity;
import dev.grantkeeper.oauth2.Token;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The right to renew one generation once, and the material to do it with.
 *
 * @param secret proves to the vault that this lease was ours
 * @param life from when it was given; after that the vault gives others
 * @param settings provider settings in their JSON form
 * @param refreshToken what the renewal presents; empty where the client alone is asked for
 * @param outcomeKey seals an outcome that cannot be reported
 */
public record Lease(
        UUID connection,
        String id,
        Secret secret,
        Duration life,
        String settings,
        ClientIdentity client,
        Optional<Token> refreshToken,
        List<String> scopes,
        OutcomeKey outcomeKey) {
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    public Lease {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(life, "life");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(refreshToken, "refreshToken");
        Objects.requireNonNull(outcomeKey, "outcomeKey");
        scopes = List.copyOf(scopes);
    }

    /**
     * When the first outcome is due, from when the lease was asked for: the vault has to hear of it while the lease lasts, or
     * takes the worker for dead.
     */
    Duration reportWithin() {
        var part = life.dividedBy(4);
        return life.minus(part.compareTo(ON_ITS_WAY) < 0 ? part : ON_ITS_WAY);
    }

    /** The vault's public key for sealed outcomes, and the name by which the vault finds its other half. */
    public record OutcomeKey(String id, byte[] publicKey) {
        public OutcomeKey {
            Objects.requireNonNull(id, "id");
            publicKey = publicKey.clone();
        }

        @Override
        public byte[] publicKey() {
            return publicKey.clone();
        }
    }
}
