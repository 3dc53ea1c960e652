package dev.grantkeeper.vault.platform;

import dev.grantkeeper.testkit.EmbeddedPostgres18;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A PostgreSQL of the test's own, to stop and start; for use with {@code VaultTestResource}, whose database it replaces. */
public final class OwnPostgres implements QuarkusTestResourceLifecycleManager {

    private EmbeddedPostgres18 postgres;

    @Override
    public Map<String, String> start() {
        postgres = EmbeddedPostgres18.startTemporary(0, Map.of());
        var server = postgres.server();
        var database = server.createDatabase("vault");
        return Map.of(
                "quarkus.datasource.username", server.user(),
                "quarkus.datasource.password", server.password(),
                "quarkus.datasource.jdbc.url", server.jdbcUrl(database),
                "quarkus.datasource.reactive.url", server.uri(database));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(postgres, new TestInjector.MatchesType(EmbeddedPostgres18.class));
    }

    @Override
    public int order() {
        return 1;
    }

    @Override
    public void stop() {
        postgres.close();
    }
}
