package dev.grantkeeper.oauth2;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the provider sent back with the person (RFC 6749 sections 4.1.2 and 4.1.2.1). Nothing in it is trusted: look the
 * {@link #state(Map)} up first, then read the rest with the settings found and check {@link #isFrom}.
 */
public sealed interface AuthorizationResponse {
    Token state();

    /** {@code iss} (RFC 9207), as sent. */
    Optional<String> issuer();

    /** @param captured what the settings keep of the callback, by name */
    record Granted(Token state, Optional<String> issuer, Token code, Map<String, String> captured)
            implements AuthorizationResponse {}

    /** @param error a known code, or {@code other_error}: what the provider wrote is not repeated */
    record Refused(Token state, Optional<String> issuer, String error) implements AuthorizationResponse {}

    /**
     * Reads the query of the callback, by name.
     *
     * @param settings those that the state was made for
     * @throws InvalidCallback if it is no answer to an authorization request
     */
    static AuthorizationResponse parse(Map<String, List<String>> query, ProviderSettings settings) {
        Token state = state(query);
        Optional<String> code = single(query, settings.dialect().codeParameter());
        Optional<String> error = single(query, "error");
        Optional<String> issuer = single(query, "iss");
        if (code.isPresent() == error.isPresent()) {
            throw new InvalidCallback("the callback must carry either a code or an error; start connecting again");
        }
        return code.<AuthorizationResponse>map(value -> new Granted(
                        state,
                        issuer,
                        Token.of(value),
                        settings.answerShape().captures().ofCallback(query)))
                .orElseGet(() -> new Refused(state, issuer, ErrorCode.known(error.orElseThrow())));
    }

    /**
     * What the callback belongs to; all that may be read before it is known.
     *
     * @throws InvalidCallback if there is none
     */
    static Token state(Map<String, List<String>> query) {
        return single(query, "state")
                .map(Token::of)
                .orElseThrow(() -> new InvalidCallback("the callback has no state; start connecting again"));
    }

    /**
     * Whether this can come from the provider that the person was sent to: compared as text, and required wherever the
     * settings state an issuer (RFC 9207 section 2.4), which stops mix-up attacks.
     */
    default boolean isFrom(ProviderSettings settings) {
        return settings.issuer()
                .map(expected -> issuer().filter(expected.toString()::equals).isPresent())
                .orElse(true);
    }

    private static Optional<String> single(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new InvalidCallback("the callback repeats " + name + "; start connecting again");
        }
        Optional<String> value = values.stream().filter(text -> !text.isEmpty()).findFirst();
        if (value.filter(text -> text.length() > 8192).isPresent()) {
            throw new InvalidCallback("the callback's " + name + " is too long; start connecting again");
        }
        return value;
    }
}
