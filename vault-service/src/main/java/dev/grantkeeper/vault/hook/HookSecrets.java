package dev.grantkeeper.vault.hook;

import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.vault.key.SigningSecret;
import dev.grantkeeper.vault.value.Values;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Opens what calls to a handler are signed with. */
@ApplicationScoped
class HookSecrets {

    private final Values values;

    HookSecrets(Values values) {
        this.values = values;
    }

    /** All that sign, the newest first. Fails as {@link Values#open} does, if one of them does not open. */
    Uni<List<SigningSecret>> open(Hook hook) {
        return Multi.createFrom()
                .iterable(hook.secrets())
                .onItem()
                .transformToUniAndConcatenate(secret -> open(hook, secret))
                .map(SigningSecret::new)
                .collect()
                .asList();
    }

    private Uni<Secret> open(Hook hook, Hook.SealedSecret sealed) {
        return values.open(hook.scope(), hook.context(sealed.version()), sealed.envelope());
    }
}
