package dev.grantkeeper.system.provider;

import dev.grantkeeper.system.story.Check;
import java.util.HashSet;
import java.util.List;

/**
 * What came to an authorization server to renew by. A refresh token that comes twice may cost the grant where it is
 * replaced.
 *
 * @param tokens what tells refresh tokens apart, for each time that one came
 */
record Presented(List<String> tokens) {

    Presented {
        tokens = List.copyOf(tokens);
    }

    /** @throws IllegalStateException unless that fits so many renewals, and one that is under way */
    void requireFor(long renewals) {
        Check.that(
                tokens.size() <= renewals + 1 && renewals <= tokens.size() + 1,
                tokens.size() + " refresh tokens came for " + renewals + " renewals");
    }

    /** In words. @throws IllegalStateException if one that was replaced came again */
    String once() {
        int distinct = new HashSet<>(tokens).size();
        if (distinct == 1 && tokens.size() > 1) {
            return "never replaced; it came " + tokens.size() + " times";
        }
        Check.that(
                distinct == tokens.size(),
                tokens.size() + " refresh tokens came, but only " + distinct + " different ones");
        return tokens.size() + " came, each once; replaced each time";
    }
}
