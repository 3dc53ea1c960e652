package dev.grantkeeper.sdk;

import dev.grantkeeper.sdk.Connection.Owner;
import dev.grantkeeper.sdk.Connection.Type;
import dev.grantkeeper.sdk.Rejection.Action;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What the vault's answers say, by its OpenAPI document. */
final class Answers {

    /** Besides the vault's own 503, what proxies in front of it say while it is away, and when there is too much to do. */
    private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503, 504);

    private static final long LONGEST_WAIT = 3_600;

    private Answers() {}

    static boolean isTransient(HttpResponse<String> answer) {
        return TRANSIENT.contains(answer.statusCode());
    }

    /** Of a time in seconds; a date is of no use without knowing whose clock is right. */
    static Optional<Duration> retryAfter(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Math.min(LONGEST_WAIT, Long.parseLong(text))));
    }

    static Connection connection(HttpResponse<String> answer) {
        return read(
                answer,
                json -> new Connection(
                        UUID.fromString(json.text("id")),
                        json.text("value"),
                        word(Type.values(), json.text("type"), Type.OTHER),
                        owner(json.object("owned_by")),
                        owner(json.object("created_by")),
                        Optional.of(json.text("expires_at"))
                                .filter(text -> !text.isEmpty())
                                .map(Instant::parse),
                        json.texts("scopes"),
                        json.number("generation"),
                        json.object("metadata").texts()));
    }

    static Rejection rejection(HttpResponse<String> answer) {
        return read(
                answer,
                json -> new Rejection(
                        json.number("generation"), word(Action.values(), json.text("action"), Action.OTHER)));
    }

    /** What an answer other than 200 says. */
    static GrantkeeperException failure(HttpResponse<String> answer) {
        Json problem;
        try {
            problem = Json.read(answer.body());
        } catch (IllegalArgumentException noProblem) {
            return isTransient(answer) ? away(answer) : strange(answer);
        }
        String detail = problem.text("detail");
        return switch (problem.text("reason")) {
            case "AUTH_REQUIRED" -> authRequired(problem, detail);
            case "NO_USER" -> new NoUser(detail);
            case "PROVIDER_MISCONFIGURED" -> new ProviderMisconfigured(detail);
            case "RENEWING", "UNAVAILABLE" ->
                new Unavailable(
                        problem.text("reason"), detail, retryAfter(answer).orElse(null), null);
            case "NOT_CONFIGURED" -> new NotConfigured(detail);
            case "NOT_FOUND" -> new NotFound(detail);
            case "INVALID" -> new InvalidRequest(detail);
            case "UNAUTHENTICATED" -> new Unauthenticated(detail);
            case "FORBIDDEN" -> new Forbidden(detail);
            case "INTERNAL" -> new VaultFault(detail);
            default -> isTransient(answer) ? away(answer) : strange(answer);
        };
    }

    private static AuthRequired authRequired(Json problem, String detail) {
        String scopes = problem.text("missing_scopes");
        return new AuthRequired(
                detail,
                problem.text("cause"),
                parsed(problem.text("prompt_id"), UUID::fromString),
                parsed(problem.text("connect_url"), URI::create),
                scopes.isBlank() ? List.of() : List.of(scopes.trim().split("\\s+")));
    }

    private static Unavailable away(HttpResponse<String> answer) {
        return new Unavailable(
                "UNAVAILABLE",
                "What is in front of the vault answered " + answer.statusCode() + ".",
                retryAfter(answer).orElse(null),
                null);
    }

    private static VaultFault strange(HttpResponse<String> answer) {
        return new VaultFault(answer.uri().resolve("/") + " answered " + answer.statusCode()
                + ", and not as a vault does; check the address.");
    }

    private static <T> T read(HttpResponse<String> answer, Function<Json, T> reader) {
        try {
            return reader.apply(Json.read(answer.body()));
        } catch (RuntimeException unlikeTheContract) {
            // Without a cause: its message may quote the answer, and with it a value.
            throw strange(answer);
        }
    }

    private static Owner owner(Json json) {
        return new Owner(json.text("type"), json.text("id"));
    }

    private static <E extends Enum<E>> E word(E[] known, String word, E other) {
        return Arrays.stream(known)
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(other);
    }

    /** Null for what is absent or malformed: a failure must not be hidden by another one. */
    private static <T> T parsed(String text, Function<String, T> parser) {
        try {
            return text.isEmpty() ? null : parser.apply(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
