package dev.grantkeeper.vault;

import dev.grantkeeper.testkit.Shared;
import dev.grantkeeper.testkit.authorization.ScriptableAuthorizationServer;
import io.quarkus.grpc.stubs.ServerCalls;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} a database of its own on the shared PostgreSQL, the shared Kafka, two token issuers, a root
 * key and an authorization server. Kafka's topics are shared by all tests: use workspaces and ids of your own.
 *
 * <p>Its {@code initArgs} are settings of the vault, over these.
 */
public final class VaultTestResource implements QuarkusTestResourceLifecycleManager {

    private Map<String, String> overrides = Map.of();
    private TestVault vault;
    private Path keyFile;

    @Override
    public void init(Map<String, String> initArgs) {
        overrides = Map.copyOf(initArgs);
    }

    @Override
    public Map<String, String> start() {
        var postgres = Shared.postgres();
        var database = postgres.createDatabase("vault_" + Long.toHexString(System.nanoTime()));
        vault = new TestVault(
                TestIssuer.start(),
                TestIssuer.start(),
                ScriptableAuthorizationServer.start(InstantSource.system()),
                postgres,
                database,
                Shared.kafka());
        keyFile = newDirectory().resolve("root.key");
        var settings = new HashMap<String, String>();
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.datasource.username", postgres.user());
        settings.put("quarkus.datasource.password", postgres.password());
        settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl(database));
        settings.put("quarkus.datasource.reactive.url", postgres.uri(database));
        settings.put("kafka.bootstrap.servers", vault.kafka().bootstrapServers());
        settings.put("grantkeeper.providers.allow-loopback-http", "true");
        settings.put("grantkeeper.connect.return-origins", "https://app.example.com");
        settings.put("grantkeeper.key.file", keyFile.toString());
        settings.put("grantkeeper.key.passphrase", "correct horse battery staple");
        settings.put("grantkeeper.key.create-if-absent", "true");
        settings.put("grantkeeper.renewal.await-outcome", "2s");
        settings.put("grantkeeper.offboarding.settle-for", "2s");
        trust(settings, "platform", vault.issuer());
        trust(settings, "rival", vault.rival());
        settings.put("grantkeeper.access.issuers.platform.operates-for-all", "true");
        settings.putAll(overrides);
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(vault, new TestInjector.MatchesType(TestVault.class));
    }

    @Override
    public void stop() {
        forgetExceptionHandler();
        vault.issuer().close();
        vault.rival().close();
        vault.provider().close();
        vault.postgres().dropDatabase(vault.database());
        try {
            Files.deleteIfExists(keyFile);
            Files.deleteIfExists(keyFile.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void trust(Map<String, String> settings, String alias, TestIssuer issuer) {
        settings.put(
                "grantkeeper.access.issuers." + alias + ".issuer", issuer.uri().toString());
        settings.put(
                "grantkeeper.access.issuers." + alias + ".jwks-url",
                issuer.jwksUrl().toString());
    }

    /** Quarkus keeps the first application's in a static field; to the next one its failures are of another class loader. */
    private static void forgetExceptionHandler() {
        try {
            var handler = ServerCalls.class.getDeclaredField("ehp");
            handler.setAccessible(true);
            handler.set(null, null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("grantkeeper-key");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
