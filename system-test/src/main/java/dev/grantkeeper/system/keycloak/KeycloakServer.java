package dev.grantkeeper.system.keycloak;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.grantkeeper.system.machine.Credentials;
import dev.grantkeeper.system.machine.Patience;
import dev.grantkeeper.testkit.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keycloak as Maven Central distributes it, in development mode on loopback, in a process of its own, with one realm: one
 * client, one user, strict rotation. It keeps nothing: everything is gone when it ends.
 */
public final class KeycloakServer implements AutoCloseable {

    private static final String DISTRIBUTION = "grantkeeper.keycloak";
    private static final Duration START = Duration.ofSeconds(180);
    private static final int END_SECONDS = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Realm realm;
    private final KeycloakAdmin admin;
    private final URI address;
    private final Path log;
    private final Process process;

    private KeycloakServer(Realm realm, KeycloakAdmin admin, URI address, Path log, Process process) {
        this.realm = realm;
        this.admin = admin;
        this.address = address;
        this.log = log;
        this.process = process;
    }

    /** The distribution that the system property {@code grantkeeper.keycloak} names, unpacked. */
    public static Path distribution() {
        var home = Path.of(System.getProperty(DISTRIBUTION, "target/keycloak")).toAbsolutePath();
        if (!Files.exists(home.resolve("bin/kc.sh"))) {
            throw new IllegalStateException(
                    "no Keycloak in " + home + "; run with -Pfaults or -Pproviders, which unpack it, or set "
                            + DISTRIBUTION + " to where it is");
        }
        return home;
    }

    /**
     * Starts it and returns when it serves the realm, after 10 to 30 s.
     *
     * @param distribution written to: only one may run out of it at a time
     * @param log where it writes its log
     * @param accessLife of access tokens, whole seconds
     */
    public static KeycloakServer start(Path distribution, Path log, Duration accessLife) {
        var realm = new Realm(
                "grantkeeper", "vault", Credentials.randomText(), "ada", Credentials.randomText(), accessLife);
        try {
            var imports = Files.createDirectories(distribution.resolve("data/import"));
            Files.writeString(imports.resolve("realm.json"), realm.json());
            int port = LoopbackPorts.free();
            var address = URI.create("http://" + LoopbackPorts.HOST + ":" + port);
            var builder = new ProcessBuilder(List.of(
                            "/bin/sh",
                            distribution.resolve("bin/kc.sh").toString(),
                            "start-dev",
                            "--http-host=" + LoopbackPorts.HOST,
                            "--http-port=" + port,
                            // Else tokens asked for through a proxy would be of another issuer.
                            "--hostname=" + address,
                            "--cache=local",
                            "--db=dev-mem",
                            "--import-realm"))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment()
                    .putAll(Map.of(
                            "JAVA_HOME",
                            System.getProperty("java.home"),
                            "JAVA_OPTS_APPEND",
                            "-XX:TieredStopAtLevel=1"));
            var admin = new KeycloakAdmin(address, realm.name(), Credentials.randomText());
            builder.environment().putAll(admin.environment());
            var keycloak = new KeycloakServer(realm, admin, address, log, builder.start());
            Runtime.getRuntime().addShutdownHook(new Thread(keycloak::close, "keycloak-exit"));
            keycloak.awaitReady();
            return keycloak;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Keycloak in " + distribution, e);
        }
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    public String clientId() {
        return realm.clientId();
    }

    public String clientSecret() {
        return realm.clientSecret();
    }

    /** A person who has not logged in yet. */
    public KeycloakPerson person() {
        return new KeycloakPerson(realm.user(), realm.password());
    }

    /** Who looks after it. */
    public KeycloakAdmin admin() {
        return admin;
    }

    /** The realm's issuer identifier, at which its metadata is found. */
    public URI issuer() {
        return address.resolve("/realms/" + realm.name());
    }

    /** The name of the one who has an account. */
    public String user() {
        return realm.user();
    }

    /** Settings of a definition that uses it. */
    public Map<String, Object> settings() {
        return settings(address);
    }

    /** Settings of a definition whose token requests go to this address, on which a proxy of it listens. */
    public Map<String, Object> settings(URI tokens) {
        return Map.of(
                "authorization_url", address + path("auth"),
                "token_url", tokens + path("token"),
                "revocation_url", address + path("revoke"),
                "scopes", List.of("openid"),
                "rotation", "strict");
    }

    /** Ends it, with all of its processes. */
    @Override
    public void close() {
        var processes = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, SECONDS)) {
                processes.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            processes.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() {
        var keys = HttpRequest.newBuilder(address.resolve(path("certs")))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            Patience.await(START, "answer from Keycloak; its log is " + log, () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("Keycloak ended before it was ready; see " + log);
                }
                return status(keys) == 200 ? Optional.of(address) : Optional.empty();
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private int status(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String path(String endpoint) {
        return "/realms/" + realm.name() + "/protocol/openid-connect/" + endpoint;
    }
}
