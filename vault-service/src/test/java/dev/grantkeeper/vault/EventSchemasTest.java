package dev.grantkeeper.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.connection.AuthRequiredReason;
import dev.grantkeeper.vault.connection.Change;
import dev.grantkeeper.vault.connection.ConnectionChanges;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.connection.Connections;
import dev.grantkeeper.vault.event.Topic;
import dev.grantkeeper.vault.event.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the vault publishes keeps its contract: the events of these tests, and of all that ran before them. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class EventSchemasTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    TestVault vault;

    @Inject
    Connections connections;

    @Inject
    ConnectionChanges changes;

    @Inject
    Transactions transactions;

    private Office office;

    @BeforeEach
    void open() {
        office = Office.of(vault);
    }

    @Test
    void changes_ofEveryKind_areAsTheContractSays() throws Throwable {
        var topic = Topic.CONNECTION_CHANGED.topicName();
        String id = office.offersSecret("user")
                .putSecret(office.member("ada"), "user", "sk-12345")
                .extract()
                .path("id");
        tell(id, Change.renewed("worker-1"));
        tell(id, Change.failed(AuthRequiredReason.GRANT_REVOKED));
        tell(id, Change.disconnected("ada"));

        await().atMost(SOON).untilAsserted(() -> assertThat(TopicReader.ofKey(vault.kafka(), topic, id))
                .extracting(event -> new JsonObject(event.value()).getString("change"))
                .containsExactly("connected", "renewed", "failed", "disconnected"));
        assertAllValid(topic);
        assertAllValid(Topic.AUTH_REQUIRED.topicName());
    }

    @Test
    void expiring_urgent_isAsTheContractSays() {
        var topic = "grantkeeper.token.expiring";
        var connection = office.offersOAuth2("user").connect("ada", Duration.ofHours(1), Duration.ofMinutes(59), true);
        office.lookUp("user", "ada").statusCode(503);

        await().atMost(SOON).untilAsserted(() -> assertThat(
                        TopicReader.ofKey(vault.kafka(), topic, connection.id().toString()))
                .isNotEmpty());
        assertAllValid(topic);
    }

    private void assertAllValid(String topic) {
        assertThat(TopicReader.all(vault.kafka(), topic))
                .extracting(ConsumerRecord::value)
                .filteredOn(Objects::nonNull)
                .isNotEmpty()
                .allSatisfy(event -> EventSchemas.assertValid(topic, event));
    }

    private void tell(String id, Change change) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> transactions.inOne(() -> connections
                .lock(new ConnectionId(UUID.fromString(id)))
                .flatMap(found -> changes.tell(found.orElseThrow(), change))));
    }
}
