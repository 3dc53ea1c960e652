package dev.grantkeeper.vault.authorization;

import dev.grantkeeper.oauth2.Token;
import dev.grantkeeper.vault.access.AccessTokens;
import dev.grantkeeper.vault.access.Person;
import dev.grantkeeper.vault.error.Failure;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who sits in front of a browser: the cookie is the access token that the person's front end showed, checked every time. */
@ApplicationScoped
class Sessions {

    /** Browsers drop a cookie that is longer than 4096 bytes in all (RFC 6265 section 6.1). */
    private static final int LONGEST = 3800;

    private static final Pattern COMPACT_JWS = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /** @param life what is left of the token's */
    record Session(Token token, Duration life) {}

    private final AccessTokens tokens;
    private final InstantSource clock;

    Sessions(AccessTokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Fails with INVALID for a token that does not fit into a cookie, and as {@link AccessTokens} does. */
    Uni<Session> begin(String authorization) {
        return tokens.person(authorization).map(person -> {
            var token = authorization.substring("Bearer ".length()).trim();
            if (token.length() > LONGEST || !COMPACT_JWS.matcher(token).matches()) {
                throw Failure.invalid(
                        "access token", "must be a compact JWS of at most " + LONGEST + " characters to fit a cookie");
            }
            var left = Duration.between(clock.instant(), person.expiresAt());
            return new Session(Token.of(token), left.toSeconds() > 0 ? left : Duration.ofSeconds(1));
        });
    }

    /** Fails with {@link Refused} where nobody is signed in. */
    Uni<Person> person(Optional<Token> session) {
        return Uni.createFrom()
                .deferred(() -> tokens.person("Bearer "
                        + session.orElseThrow(() -> new Refused(Refusal.NOT_SIGNED_IN))
                                .reveal()))
                .onFailure(Failure.class)
                .transform(failure ->
                        ((Failure) failure).reason().isTransient() ? failure : new Refused(Refusal.NOT_SIGNED_IN));
    }
}
