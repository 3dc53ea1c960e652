package dev.grantkeeper.system.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How each program is configured for one run: settings and secrets go through the environment. */
final class Services {

    /** Who a refresh worker is at the platform's issuer. */
    record Client(String id, String secret) {

        @Override
        public String toString() {
            return "Client[" + id + "]";
        }
    }

    static final String DATABASE = "grantkeeper";
    static final String ISSUER_ALIAS = "platform";
    static final String APP = "email-sequencer";

    private final Programs programs;
    private final Path directory;
    private final ClusterPlan plan;
    private final Credentials credentials;

    Services(Programs programs, ClusterPlan plan, Credentials credentials) {
        this.programs = programs;
        this.directory = plan.layout().directory();
        this.plan = plan;
        this.credentials = credentials;
    }

    Path logs() {
        return directory.resolve("logs");
    }

    void createDirectories() {
        try {
            Files.createDirectories(logs());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory, e);
        }
    }

    URI address(int port) {
        return URI.create("http://" + Ports.HOST + ":" + port);
    }

    Program sandbox(int port) {
        var environment = new HashMap<String, String>();
        environment.put("SANDBOX_PROVIDER_CLIENTSECRET", credentials.clientSecret());
        environment.put("SANDBOX_PLATFORM_BOOTSTRAPSECRET", credentials.bootstrapSecret());
        environment.put("SANDBOX_PLATFORM_WORKERSECRET", credentials.workerSecret());
        credentials
                .passwords()
                .forEach((name, password) -> environment.put("SANDBOX_PROVIDER_USERS_" + name.toUpperCase(), password));
        var options = List.of(
                "-Xmx128m",
                "--server.port=" + port,
                "--sandbox.provider.redirect-uris=http://" + Ports.HOST + "/callback/" + ISSUER_ALIAS + "/" + APP);
        return program("sandbox", programs.sandbox(), options, environment);
    }

    Node vault(int number, URI address, URI publicUrl, Surroundings surroundings) {
        var postgres = surroundings.postgres();
        var settings = new HashMap<String, String>();
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(address.getPort()));
        settings.put("QUARKUS_HTTP_HOST", Ports.HOST);
        settings.put("QUARKUS_DATASOURCE_USERNAME", postgres.user());
        settings.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(DATABASE));
        settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", postgres.uri(DATABASE));
        settings.put("KAFKA_BOOTSTRAP_SERVERS", surroundings.kafka().bootstrapServers());
        settings.put("GRANTKEEPER_VAULT_PUBLIC_URL", publicUrl.toString());
        settings.put("GRANTKEEPER_PROVIDERS_ALLOW_LOOPBACK_HTTP", "true");
        settings.put(
                "GRANTKEEPER_ACCESS_ISSUERS_PLATFORM_ISSUER",
                surroundings.issuer().toString());
        settings.put(
                "GRANTKEEPER_ACCESS_ISSUERS_PLATFORM_JWKS_URL",
                surroundings.jwks().toString());
        settings.put("GRANTKEEPER_KEY_FILE", directory.resolve("root.key").toString());
        settings.put("GRANTKEEPER_KEY_CREATE_IF_ABSENT", "true");
        settings.put("GRANTKEEPER_KEY_PASSPHRASE", credentials.keyPassphrase());
        if (surroundings.console()) {
            settings.put("GRANTKEEPER_CONSOLE_ENABLED", "true");
            settings.put(
                    "GRANTKEEPER_CONSOLE_SIGN_IN_ISSUER", surroundings.issuer().toString());
            settings.put("GRANTKEEPER_CONSOLE_SIGN_IN_CLIENT_ID", "console");
            settings.put("GRANTKEEPER_CONSOLE_SIGN_IN_SCOPES", "openid apps:write");
        }
        settings.putAll(ClusterPlan.variables(plan.vaultSettings()));
        var program = program("vault-" + number, programs.vault(), List.of("-Xmx256m"), settings);
        return new Node(program.from(new ClassArchive(programs.vault())), address);
    }

    Node worker(int number, URI address, List<URI> vaults, Client client, Surroundings surroundings) {
        var settings = new HashMap<String, String>();
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(address.getPort()));
        settings.put("QUARKUS_HTTP_HOST", Ports.HOST);
        settings.put("KAFKA_BOOTSTRAP_SERVERS", surroundings.kafka().bootstrapServers());
        settings.put(
                "GRANTKEEPER_WORKER_VAULT_ADDRESSES",
                vaults.stream().map(URI::getAuthority).collect(Collectors.joining(",")));
        settings.put("GRANTKEEPER_WORKER_VAULT_TOKEN_URL", surroundings.tokens().toString());
        settings.put("GRANTKEEPER_WORKER_VAULT_CLIENT_ID", client.id());
        settings.put("GRANTKEEPER_WORKER_VAULT_CLIENT_SECRET", client.secret());
        settings.put("GRANTKEEPER_WORKER_PROVIDER_LOOPBACK_HTTP", "true");
        settings.putAll(ClusterPlan.variables(plan.workerSettings()));
        var program = program("worker-" + number, programs.worker(), List.of("-Xmx128m"), settings);
        return new Node(program.from(new ClassArchive(programs.worker())), address);
    }

    /** Whether vaults and workers start fast. */
    boolean areArchived() {
        return new ClassArchive(programs.vault()).exists() && new ClassArchive(programs.worker()).exists();
    }

    private Program program(String name, Path jar, List<String> options, Map<String, String> environment) {
        return new Program(name, jar, options, environment, logs().resolve(name + ".log"));
    }
}
