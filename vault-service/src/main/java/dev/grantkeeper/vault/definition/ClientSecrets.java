package dev.grantkeeper.vault.definition;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.oauth2.ClientAuthentication;
import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * The secrets of an app's client. While one takes the place of another both are kept: a provider knows the new one before the
 * developer states it here, or only after.
 */
@ApplicationScoped
class ClientSecrets {

    /**
     * @param current of no length for a public client, and where there is none
     * @param former the one before it, unless the developer is done with that
     */
    record Opened(Secret current, Optional<Secret> former) {

        Opened followedBy(Secret next) {
            return next.equals(current) ? this : new Opened(next, Optional.of(current));
        }

        Opened withoutFormer() {
            return new Opened(current, Optional.empty());
        }
    }

    /** Sealed all the same: what opens with it is that the settings are the developer's. */
    private static final Opened NOTHING = new Opened(Secret.of(new byte[0]), Optional.empty());

    private final Values values;

    ClientSecrets(Values values) {
        this.values = values;
    }

    /** Of an OAuth 2.0 definition. */
    Uni<Opened> open(Definition definition) {
        return values.open(
                        definition.scope(),
                        definition.clientSecretContext(),
                        definition.clientSecret().orElseThrow())
                .flatMap(current -> definition
                        .formerSecret()
                        .map(envelope -> values.open(definition.scope(), definition.formerSecretContext(), envelope)
                                .map(former -> new Opened(current, Optional.of(former))))
                        .orElseGet(() -> Uni.createFrom().item(new Opened(current, Optional.empty()))));
    }

    Uni<Definition> seal(Definition definition, Opened secrets) {
        return values.sealer(definition.scope())
                .map(sealer -> definition.withSecrets(
                        sealer.seal(definition.clientSecretContext(), secrets.current()),
                        secrets.former().map(former -> sealer.seal(definition.formerSecretContext(), former))));
    }

    /**
     * What the next version of a definition is to have. Fails with INVALID naming the field that has to be changed.
     *
     * @return empty for a definition without a client
     */
    Uni<Optional<Opened>> wished(Defining.Wish wish, Definition next, Optional<Definition> before) {
        if (next.type() == ConnectionType.SECRET) {
            refuse(wish.clientSecret().isPresent(), "client_secret", "belongs to oauth2 definitions only");
            refuse(wish.dropsFormer(), "drop_former_client_secret", "belongs to oauth2 definitions only");
            return Uni.createFrom().item(Optional.empty());
        }
        if (next.bringsClient()) {
            refuse(
                    wish.clientSecret().isPresent(),
                    "client_secret",
                    "belongs to a client_id; without one, whoever connects brings a client of their own");
            refuse(wish.dropsFormer(), "drop_former_client_secret", "belongs to a client_id");
            return Uni.createFrom().item(Optional.of(NOTHING));
        }
        if (next.settings().orElseThrow().clientAuthentication() == ClientAuthentication.NONE) {
            refuse(
                    wish.clientSecret().isPresent(),
                    "client_secret",
                    "must be left out when settings.client_authentication is none");
            return Uni.createFrom().item(Optional.of(NOTHING));
        }
        var settings = next.settings().orElseThrow();
        var typed = wish.clientSecret().map(secret -> ProviderClients.proof(settings, secret));
        // Whoever may define must show the secret again before it is sent anywhere else.
        var same = before.filter(next::speaksAs);
        if (same.isEmpty()) {
            refuse(
                    typed.isEmpty(),
                    "client_secret",
                    "must be given with a new client or other endpoints, unless settings.client_authentication is none");
            return Uni.createFrom().item(proven(next, new Opened(typed.orElseThrow(), Optional.empty())));
        }
        return open(same.get())
                .map(kept -> typed.map(kept::followedBy).orElse(kept))
                .map(kept -> wish.dropsFormer() ? kept.withoutFormer() : kept)
                .map(kept -> proven(next, kept));
    }

    private static Optional<Opened> proven(Definition next, Opened secrets) {
        ProviderClients.requireProof(next.settings().orElseThrow(), secrets.current());
        return Optional.of(secrets);
    }

    private static void refuse(boolean misplaced, String field, String remedy) {
        if (misplaced) {
            throw Failure.invalid(field, remedy);
        }
    }
}
