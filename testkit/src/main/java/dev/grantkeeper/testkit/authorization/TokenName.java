package dev.grantkeeper.testkit.authorization;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a token says of itself to whoever judges a run: {@code at_<grant>_<serial>_<random>}.
 *
 * @param grant the id of the grant, unique in this JVM
 * @param serial counts the answers that the grant was given, from 1; the access and the refresh token of one answer have
 *     the same, and a refresh token that is not rotated keeps its own
 */
public record TokenName(Kind kind, String grant, int serial) {

    /** Access or refresh, and how its tokens begin. */
    public enum Kind {
        ACCESS("at"),
        REFRESH("rt");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final Pattern FORM = Pattern.compile("(at|rt)_([0-9a-z]+)_([1-9][0-9]{0,8})_[A-Za-z0-9_-]+");

    public TokenName {
        requireNonNull(kind, "kind");
        requireNonNull(grant, "grant");
    }

    /** Empty for what was not issued here. */
    public static Optional<TokenName> parse(String token) {
        return Optional.ofNullable(token)
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(TokenName::of);
    }

    private static TokenName of(Matcher parts) {
        var kind = parts.group(1).equals(Kind.ACCESS.prefix) ? Kind.ACCESS : Kind.REFRESH;
        return new TokenName(kind, parts.group(2), Integer.parseInt(parts.group(3)));
    }

    /** A token of this name. */
    String token(String random) {
        return kind.prefix + "_" + grant + "_" + serial + "_" + random;
    }
}
