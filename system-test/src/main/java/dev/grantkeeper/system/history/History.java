package dev.grantkeeper.system.history;

import static java.util.Objects.requireNonNull;

import dev.grantkeeper.testkit.authorization.GrantState;
import dev.grantkeeper.testkit.authorization.TokenCall;
import java.util.List;

/**
 * Everything that was seen of one run: by the provider, by callers and people, by whoever broke things, and by the vault.
 *
 * @param calls every request to the provider's token endpoint that has ended
 * @param grants as the provider knows them at the end
 * @param stored read after everything else had ended
 */
public record History(
        List<TokenCall> calls,
        List<GrantState> grants,
        List<LookedUp> lookups,
        List<Authorized> authorizations,
        List<Disconnected> disconnections,
        List<Kill> kills,
        List<Pause> pauses,
        List<SealedOutcome> outcomes,
        Stored stored) {

    public History {
        calls = List.copyOf(calls);
        grants = List.copyOf(grants);
        lookups = List.copyOf(lookups);
        authorizations = List.copyOf(authorizations);
        disconnections = List.copyOf(disconnections);
        kills = List.copyOf(kills);
        pauses = List.copyOf(pauses);
        outcomes = List.copyOf(outcomes);
        requireNonNull(stored, "stored");
    }
}
