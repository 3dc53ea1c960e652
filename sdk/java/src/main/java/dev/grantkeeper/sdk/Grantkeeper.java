package dev.grantkeeper.sdk;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A vault, as app code sees it: asked for a connection, it gives one that works, or throws what is the matter. Which app,
 * workspace and user it is for, the vault reads from the execution's access token. Safe for use from many threads; one for
 * each vault is enough, as the token is asked for anew with every request.
 *
 * <p>Every call ends within its timeout, retries included. What fails is a {@link GrantkeeperException}.
 */
public final class Grantkeeper {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    /** How a {@link Grantkeeper} is made. */
    public static final class Builder {

        private final URI vault;
        private final Supplier<String> tokens;
        private Duration timeout = TIMEOUT;
        private HttpClient http;
        private boolean plaintext;

        private Builder(URI vault, Supplier<String> tokens) {
            this.vault = requireNonNull(vault, "vault");
            this.tokens = requireNonNull(tokens, "tokens");
        }

        /** Within which each call ends that sets no other; 10 s unless set. */
        public Builder timeout(Duration whole) {
            timeout = Deadline.requirePositive(whole);
            return this;
        }

        /**
         * A client of one's own, with its proxy, certificates and threads.
         *
         * @throws IllegalArgumentException if it follows redirects, and would take the access token along
         */
        public Builder http(HttpClient client) {
            http = BearerHttp.requireNoRedirects(client);
            return this;
        }

        /** Allows plain HTTP to other machines than this one, for example inside a service mesh. */
        public Builder plaintextOffLoopback() {
            plaintext = true;
            return this;
        }

        /** @throws IllegalArgumentException if the address is not that of a vault, or tokens would go there unprotected */
        public Grantkeeper build() {
            boolean https = "https".equalsIgnoreCase(vault.getScheme());
            boolean known = https || "http".equalsIgnoreCase(vault.getScheme());
            if (!known || vault.getHost() == null || vault.getRawQuery() != null || vault.getRawFragment() != null) {
                throw new IllegalArgumentException("the vault's address must be like https://vault.example.com");
            }
            if (!https && !plaintext && !LOOPBACK.matcher(vault.getHost()).matches()) {
                throw new IllegalArgumentException("the vault's address must be https, as tokens and values go there;"
                        + " plaintextOffLoopback() allows http");
            }
            return new Grantkeeper(this);
        }
    }

    private final URI vault;
    private final Supplier<String> tokens;
    private final Duration timeout;
    private final HttpClient http;

    private Grantkeeper(Builder builder) {
        this.vault = builder.vault.getRawPath().endsWith("/") ? builder.vault : URI.create(builder.vault + "/");
        this.tokens = builder.tokens;
        this.timeout = builder.timeout;
        this.http = builder.http != null
                ? builder.http
                : HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .build();
    }

    /**
     * @param vault its address; https, or http on this machine
     * @param tokens gives the execution's access token; asked for each request, on any thread
     */
    public static Builder at(URI vault, Supplier<String> tokens) {
        return new Builder(vault, tokens);
    }

    /** The connection of the user who triggered the execution. */
    public Connection getUserConnection() {
        return getUserConnection(LookupOptions.DEFAULTS);
    }

    public Connection getUserConnection(LookupOptions options) {
        return Awaiting.uninterrupted(getUserConnectionAsync(options));
    }

    /** As {@link #getUserConnection(LookupOptions)}, without a thread that waits. Cancelling it ends the call. */
    public CompletableFuture<Connection> getUserConnectionAsync(LookupOptions options) {
        return lookUp("user", options, deadline(options));
    }

    /** The connection that the whole workspace shares. */
    public Connection getWorkspaceConnection() {
        return getWorkspaceConnection(LookupOptions.DEFAULTS);
    }

    public Connection getWorkspaceConnection(LookupOptions options) {
        return Awaiting.uninterrupted(getWorkspaceConnectionAsync(options));
    }

    /** As {@link #getWorkspaceConnection(LookupOptions)}, without a thread that waits. Cancelling it ends the call. */
    public CompletableFuture<Connection> getWorkspaceConnectionAsync(LookupOptions options) {
        return lookUp("workspace", options, deadline(options));
    }

    /**
     * The external service answered 401 to this value. At most one renewal is started for each generation, however many
     * callers report it.
     */
    public Rejection reportRejected(Connection connection) {
        return reportRejected(connection.id(), connection.generation());
    }

    public Rejection reportRejected(UUID connectionId, long generation) {
        return Awaiting.uninterrupted(reportRejectedAsync(connectionId, generation));
    }

    /** As {@link #reportRejected(UUID, long)}, without a thread that waits. Cancelling it ends the call. */
    public CompletableFuture<Rejection> reportRejectedAsync(UUID connectionId, long generation) {
        return report(connectionId, generation, Deadline.in(timeout));
    }

    /** Requests to an external service as the user who triggered the execution. */
    public BearerHttp userHttp(HttpClient client) {
        return userHttp(client, LookupOptions.DEFAULTS);
    }

    /** @throws IllegalArgumentException if the client follows redirects itself: they are followed here */
    public BearerHttp userHttp(HttpClient client, LookupOptions options) {
        return new BearerHttp(this, client, "user", options);
    }

    /** Requests to an external service with the connection that the whole workspace shares. */
    public BearerHttp workspaceHttp(HttpClient client) {
        return workspaceHttp(client, LookupOptions.DEFAULTS);
    }

    /** @throws IllegalArgumentException if the client follows redirects itself: they are followed here */
    public BearerHttp workspaceHttp(HttpClient client, LookupOptions options) {
        return new BearerHttp(this, client, "workspace", options);
    }

    Deadline deadline(LookupOptions options) {
        return Deadline.in(options.timeout().orElse(timeout));
    }

    CompletableFuture<Connection> lookUp(String owner, LookupOptions options, Deadline deadline) {
        var request = HttpRequest.newBuilder(vault.resolve("v1/lookup/" + owner + "-connection" + query(options)))
                .header("Accept", "application/json, application/problem+json")
                .build();
        return new VaultCall<>(http, tokens, request, Answers::connection, deadline).begin();
    }

    CompletableFuture<Rejection> report(UUID connectionId, long generation, Deadline deadline) {
        var body = "{\"connection_id\":\"%s\",\"generation\":%d}".formatted(connectionId, generation);
        var request = HttpRequest.newBuilder(vault.resolve("v1/lookup/rejections"))
                .header("Accept", "application/json, application/problem+json")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return new VaultCall<>(http, tokens, request, Answers::rejection, deadline).begin();
    }

    private static String query(LookupOptions options) {
        var parameters = new ArrayList<String>();
        options.minTtl()
                .ifPresent(ttl ->
                        parameters.add("min_ttl=" + ttl.plusNanos(999_999_999).toSeconds()));
        if (!options.requiredScopes().isEmpty()) {
            var scopes = String.join(" ", options.requiredScopes());
            parameters.add("required_scopes=" + URLEncoder.encode(scopes, StandardCharsets.UTF_8));
        }
        if (!options.prompt()) {
            parameters.add("prompt=false");
        }
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }
}
