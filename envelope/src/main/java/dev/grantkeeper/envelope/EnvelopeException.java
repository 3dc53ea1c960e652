package dev.grantkeeper.envelope;

/**
 * Something sealed did not open. One and the same for every reason (damage, another context, another key, another
 * format), without detail or cause, so that nobody can learn from it.
 */
public final class EnvelopeException extends RuntimeException {
    EnvelopeException() {
        super("Cannot open: damaged, or sealed for another context or under another key");
    }
}
