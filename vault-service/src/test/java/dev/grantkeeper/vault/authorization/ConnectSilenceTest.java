package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.testkit.authorization.Endpoint;
import dev.grantkeeper.testkit.authorization.Fault;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the connect flow leaves in the log, however it ends: nothing that anybody could use. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ConnectSilenceTest {

    private static final Logger ROOT = Logger.getLogger("");

    TestVault vault;

    @TestHTTPResource
    URI address;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            log.add(formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private Scene scene;
    private Browser browser;

    @BeforeEach
    void listen() {
        scene = new Scene(vault, address).offering("user");
        browser = scene.browser().signIn(scene.member("ada"));
        listener.setLevel(Level.ALL);
        ROOT.addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        ROOT.removeHandler(listener);
    }

    @Test
    void flow_thatConnects_logsNoSecret() {
        var callback = scene.agree(scene.begin(browser, scene.member("ada"), "user"));

        assertThat(browser.visit(callback).statusCode()).isEqualTo(200);
        assertSilentAbout(callback);
    }

    @Test
    void flow_thatTheProviderRefuses_logsTheAppAndNoSecret() {
        var callback = scene.agree(scene.begin(browser, scene.member("ada"), "user"));
        vault.provider()
                .next(
                        Endpoint.TOKEN,
                        Fault.answer(
                                401,
                                Map.of("Content-Type", "application/json"),
                                "{\"error\":\"invalid_client\",\"error_description\":\"code was "
                                        + Scene.query(callback).get("code") + "\"}"));

        assertThat(browser.visit(callback).statusCode()).isEqualTo(424);
        assertThat(log).anyMatch(line -> line.contains(scene.app) && line.contains("invalid_client"));
        assertSilentAbout(callback);
    }

    @Test
    void flow_thatFailsInTheVault_showsAnIncidentAndLogsNoSecret() {
        var callback = scene.agree(scene.begin(browser, scene.member("ada"), "user"));
        scene.sql("alter table authorization_flow rename to authorization_flow_away");
        try {
            var page = browser.visit(callback);

            assertThat(page.statusCode()).isEqualTo(500);
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
            assertThat(page.body()).contains("incident");
            assertThat(log).anyMatch(line -> line.contains("incident"));
            assertSilentAbout(callback);
        } finally {
            scene.sql("alter table authorization_flow_away rename to authorization_flow");
        }
    }

    private void assertSilentAbout(String callback) {
        var secrets = new ArrayList<>(vault.provider().issuedSecrets());
        secrets.add(Scene.query(callback).get("state"));
        secrets.addAll(browser.cookiesAt("/callback").values());
        assertThat(log).allSatisfy(line -> assertThat(line).doesNotContain(secrets));
    }
}
