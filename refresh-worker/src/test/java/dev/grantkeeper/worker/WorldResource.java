package dev.grantkeeper.worker;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Starts a {@link World} around the worker under test, with short patience, and hands it to the tests. */
public class WorldResource implements QuarkusTestResourceLifecycleManager {
    private World world;

    @Override
    public Map<String, String> start() {
        world = new World();
        var configuration = new HashMap<>(world.configuration());
        configuration.put("grantkeeper.worker.renew.claim-every", "200ms");
        configuration.put("grantkeeper.worker.renew.send-within", "1500ms");
        configuration.put("grantkeeper.worker.renew.seal-after", "1s");
        configuration.put("grantkeeper.worker.renew.report-backoff", "500ms");
        configuration.put("grantkeeper.worker.provider.connect-within", "500ms");
        configuration.put("grantkeeper.worker.provider.answer-within", "1s");
        configuration.put("grantkeeper.worker.provider.read-for", "20s");
        configuration.put("mp.messaging.incoming.token-expiring.auto.offset.reset", "earliest");
        configuration.put("quarkus.http.test-port", "0");
        return configuration;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(world, new TestInjector.MatchesType(World.class));
    }

    @Override
    public void stop() {
        world.close();
    }
}
