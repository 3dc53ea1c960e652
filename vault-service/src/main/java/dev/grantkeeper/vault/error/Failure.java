package dev.grantkeeper.vault.error;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller is told when it cannot be served. Everything in it reaches the caller, so nothing in it is secret.
 *
 * <p>Carries no stack trace: it is an answer, not a fault.
 */
public final class Failure extends RuntimeException {

    /** One field of the request that has to be changed, and how. */
    public record FieldError(String field, String message) {}

    /** Of {@link #details()}: what an app says that refused. */
    public static final String APP_MESSAGE = "app_message";

    private final Reason reason;
    private final transient Map<String, String> details;
    private final transient List<FieldError> fields;
    private final transient Duration retryAfter;

    private Failure(
            Reason reason, String message, Map<String, String> details, List<FieldError> fields, Duration retryAfter) {
        super(message, null, false, false);
        this.reason = reason;
        this.details = details;
        this.fields = fields;
        this.retryAfter = retryAfter;
    }

    private Failure(Reason reason, String message) {
        this(reason, message, Map.of(), List.of(), null);
    }

    public static Failure authRequired(Map<String, String> prompt) {
        return new Failure(Reason.AUTH_REQUIRED, Reason.AUTH_REQUIRED.title(), prompt, List.of(), null);
    }

    public static Failure noUser() {
        return new Failure(Reason.NO_USER, Reason.NO_USER.title());
    }

    public static Failure providerMisconfigured() {
        return new Failure(
                Reason.PROVIDER_MISCONFIGURED,
                "The provider refuses the app's client id or secret; the app's developer has to correct them.");
    }

    public static Failure scopesRefused() {
        return new Failure(
                Reason.PROVIDER_MISCONFIGURED,
                "The provider does not give the app's client the scopes that its definition lists; the app's developer has to"
                        + " correct one of them.");
    }

    public static Failure renewing(Duration retryAfter) {
        return new Failure(Reason.RENEWING, Reason.RENEWING.title(), Map.of(), List.of(), retryAfter);
    }

    public static Failure unavailable(String what) {
        return new Failure(
                Reason.UNAVAILABLE, what + " cannot be reached.", Map.of(), List.of(), Duration.ofSeconds(1));
    }

    /** Whoever asked does not wait any more. */
    public static Failure late() {
        return new Failure(
                Reason.UNAVAILABLE,
                "The answer would have come after the caller's deadline.",
                Map.of(),
                List.of(),
                Duration.ofSeconds(1));
    }

    public static Failure notConfigured(String app, String ownerKind) {
        return new Failure(Reason.NOT_CONFIGURED, "The app " + app + " defines no " + ownerKind + " connection.");
    }

    public static Failure notFound(String what) {
        return new Failure(Reason.NOT_FOUND, "There is no such " + what + ".");
    }

    public static Failure invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public static Failure invalid(List<FieldError> fields) {
        var text = new StringBuilder();
        fields.forEach(f -> text.append(text.isEmpty() ? "" : "; ")
                .append(f.field())
                .append(": ")
                .append(f.message()));
        return new Failure(Reason.INVALID, text.toString(), Map.of(), List.copyOf(fields), null);
    }

    public static Failure conflict(String message) {
        return new Failure(Reason.CONFLICT, message);
    }

    /** @param message the app's own words, which are plain text */
    public static Failure refusedByApp(String message) {
        return new Failure(
                Reason.REFUSED_BY_APP, "The app says: " + message, Map.of(APP_MESSAGE, message), List.of(), null);
    }

    public static Failure hookFailed(String detail) {
        return new Failure(Reason.HOOK_FAILED, detail, Map.of(), List.of(), Duration.ofSeconds(1));
    }

    public static Failure unauthenticated(String message) {
        return new Failure(Reason.UNAUTHENTICATED, message);
    }

    public static Failure forbidden(String message) {
        return new Failure(Reason.FORBIDDEN, message);
    }

    public Reason reason() {
        return reason;
    }

    /** For machines: extension members of the problem (RFC 9457 section 3.2), metadata of the gRPC ErrorInfo. */
    public Map<String, String> details() {
        return details;
    }

    public List<FieldError> fields() {
        return fields;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
