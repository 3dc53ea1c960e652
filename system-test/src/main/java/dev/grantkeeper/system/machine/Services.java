package dev.grantkeeper.system.machine;

import dev.grantkeeper.testkit.KafkaServer;
import dev.grantkeeper.testkit.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How each program is configured for one run: settings and secrets go through the environment. */
final class Services {

    static final String ISSUER_ALIAS = "platform";
    static final String APP = "email-sequencer";

    private final Programs programs;
    private final Path directory;
    private final Credentials credentials;

    Services(Programs programs, Path directory, Credentials credentials) {
        this.programs = programs;
        this.directory = directory;
        this.credentials = credentials;
    }

    Path logs() {
        return directory.resolve("logs");
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

    Node vault(int number, URI address, URI publicUrl, PostgresServer postgres, KafkaServer kafka, URI sandbox) {
        var settings = new HashMap<String, String>();
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(address.getPort()));
        settings.put("QUARKUS_HTTP_HOST", Ports.HOST);
        settings.put("QUARKUS_DATASOURCE_USERNAME", postgres.user());
        settings.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(Machine.DATABASE));
        settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", postgres.uri(Machine.DATABASE));
        settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        settings.put("GRANTKEEPER_VAULT_PUBLIC_URL", publicUrl.toString());
        settings.put("GRANTKEEPER_PROVIDERS_ALLOW_LOOPBACK_HTTP", "true");
        settings.put("GRANTKEEPER_ACCESS_ISSUERS_PLATFORM_ISSUER", sandbox + "/platform");
        settings.put("GRANTKEEPER_ACCESS_ISSUERS_PLATFORM_JWKS_URL", sandbox + "/platform/jwks");
        settings.put("GRANTKEEPER_KEY_FILE", directory.resolve("root.key").toString());
        settings.put("GRANTKEEPER_KEY_CREATE_IF_ABSENT", "true");
        settings.put("GRANTKEEPER_KEY_PASSPHRASE", credentials.keyPassphrase());
        return new Node(program("vault-" + number, programs.vault(), List.of("-Xmx256m"), settings), address);
    }

    Node worker(int number, URI address, List<URI> vaults, KafkaServer kafka, URI sandbox) {
        var settings = new HashMap<String, String>();
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(address.getPort()));
        settings.put("QUARKUS_HTTP_HOST", Ports.HOST);
        settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        settings.put(
                "GRANTKEEPER_WORKER_VAULT_ADDRESSES",
                vaults.stream().map(URI::getAuthority).collect(Collectors.joining(",")));
        settings.put("GRANTKEEPER_WORKER_VAULT_TOKEN_URL", sandbox + "/platform/oauth2/token");
        settings.put("GRANTKEEPER_WORKER_VAULT_CLIENT_ID", "refresh-worker");
        settings.put("GRANTKEEPER_WORKER_VAULT_CLIENT_SECRET", credentials.workerSecret());
        settings.put("GRANTKEEPER_WORKER_PROVIDER_LOOPBACK_HTTP", "true");
        return new Node(program("worker-" + number, programs.worker(), List.of("-Xmx128m"), settings), address);
    }

    private Program program(String name, Path jar, List<String> options, Map<String, String> environment) {
        return new Program(name, jar, options, environment, logs().resolve(name + ".log"));
    }
}
