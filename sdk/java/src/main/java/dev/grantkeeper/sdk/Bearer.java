package dev.grantkeeper.sdk;

import java.util.regex.Pattern;

/** The header that carries a token (RFC 6750 section 2.1). */
final class Bearer {

    /** What a header can carry without being changed on the way. Secrets of services are not always as RFC 6750 has them. */
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]+");

    private Bearer() {}

    /**
     * @param what it is, for the message of a fault
     * @throws IllegalStateException if it cannot be sent; without it, where the JDK would quote it
     */
    static String header(String token, String what) {
        if (token == null || !SENDABLE.matcher(token).matches()) {
            throw new IllegalStateException(what + " cannot be sent as a bearer token: it is missing, or has characters"
                    + " that no header may have");
        }
        return "Bearer " + token;
    }
}
