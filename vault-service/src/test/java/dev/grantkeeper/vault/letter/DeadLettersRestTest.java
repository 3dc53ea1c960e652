package dev.grantkeeper.vault.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.grantkeeper.vault.Contract;
import dev.grantkeeper.vault.Office;
import dev.grantkeeper.vault.TestIssuer;
import dev.grantkeeper.vault.TestVault;
import dev.grantkeeper.vault.VaultTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(VaultTestResource.class)
class DeadLettersRestTest {

    private static final String OUTCOMES = "grantkeeper.renewal.outcome";

    TestVault vault;

    private Office office;
    private String connection;

    @BeforeEach
    void connect() {
        office = Office.of(vault).offersOAuth2("user");
        connection = office.connect("ada", Duration.ZERO, Duration.ofHours(1), true)
                .id()
                .toString();
    }

    @Test
    void list_undecipherableOutcome_tellsAllButWhatIsInIt() {
        send(OUTCOMES, connection, "s3cret garbage", Map.of("authorization", "s3cret", "ce_id", "7"));

        var letter = awaitLetter();

        assertThat(letter)
                .containsEntry("topic", OUTCOMES + ".dlq")
                .containsEntry("connection_id", connection)
                .containsEntry("reason", "not_by_schema")
                .containsEntry("size", 14)
                .containsKeys("partition", "offset", "at")
                .doesNotContainKey("replay_of");
        assertThat(letter.get("origin").toString()).startsWith(OUTCOMES + "-");
        assertThat(list(office.operator(), "limit=200").prettify()).doesNotContain("s3cret");
    }

    @Test
    void list_inPages_tellsTheSameInTheSameOrder() {
        for (int i = 0; i < 3; i++) {
            send("grantkeeper.token.expiring.dlq", UUID.randomUUID().toString(), "x", Map.of());
            send(OUTCOMES + ".dlq", connection, "x", Map.of("grantkeeper_reason", "not a word of ours"));
        }
        var together = new ArrayList<>();
        var cursor = "";
        do {
            var page = list(office.operator(), "limit=2" + cursor);
            together.addAll(page.getList("dead_letters"));
            cursor = page.getString("next_cursor") == null ? null : "&cursor=" + page.getString("next_cursor");
        } while (cursor != null);

        assertThat(together).isEqualTo(list(office.operator(), "limit=200").getList("dead_letters"));
        assertThat(letters(office.operator())).hasSize(3).allSatisfy(letter -> assertThat(letter)
                .containsEntry("reason", "unknown"));
    }

    @Test
    void letters_ofAnotherIssuersConnections_areNotFound() {
        send(OUTCOMES + ".dlq", connection, "x", Map.of());
        var letter = letters(office.operator()).get(0);
        var path = path(letter);

        assertThat(letters(office.namesake().operator())).isEmpty();
        Office.as(office.namesake().operator())
                .post(path)
                .then()
                .statusCode(404)
                .body("reason", equalTo("NOT_FOUND"));
        assertThat(office.query("select 1 from audit where action = 'dead_letter_replayed'"))
                .isEmpty();
    }

    @Test
    void replay_stillUndecipherable_comesBackAsAnotherThatSaysSo() {
        send(OUTCOMES, connection, "garbage", Map.of());
        var letter = awaitLetter();

        Office.as(office.operator()).post(path(letter)).then().statusCode(204);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(letters(office.operator())).hasSize(2));
        assertThat(letters(office.operator())).anySatisfy(again -> assertThat(again)
                .containsEntry("reason", "not_by_schema")
                .containsEntry(
                        "replay_of", letter.get("topic") + "-" + letter.get("partition") + "@" + letter.get("offset")));
        assertThat(office.query(
                        "select actor_kind, actor, detail from audit where action = 'dead_letter_replayed'"
                                + " and connection_id = ?",
                        UUID.fromString(connection)))
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("actor_kind", "operator")
                        .containsEntry("actor", "platform/operator-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grantkeeper.renewal.outcome.dlq/0/99999",
                "grantkeeper.renewal.outcome.dlq/999/0",
                "grantkeeper.renewal.outcome.dlq/x/0",
                "grantkeeper.renewal.outcome.dlq/0/-1",
                "grantkeeper.auth.required/0/0"
            })
    void replay_ofNothing_isNotFound(String place) {
        Office.as(office.operator())
                .post("/v1/dead-letters/" + place + "/replay")
                .then()
                .statusCode(404)
                .body("reason", equalTo("NOT_FOUND"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "cursor=x", "cursor=grantkeeper.auth.required-0@0"})
    void list_wrongParameter_isInvalid(String query) {
        Office.as(office.operator())
                .get("/v1/dead-letters?" + query)
                .then()
                .statusCode(400)
                .body("reason", equalTo("INVALID"));
    }

    private Map<String, Object> awaitLetter() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !letters(office.operator()).isEmpty());
        return letters(office.operator()).get(0);
    }

    private static String path(Map<String, Object> letter) {
        return "/v1/dead-letters/" + letter.get("topic") + "/" + letter.get("partition") + "/" + letter.get("offset")
                + "/replay";
    }

    private List<Map<String, Object>> letters(TestIssuer.Token operator) {
        return list(operator, "limit=200").<Map<String, Object>>getList("dead_letters").stream()
                .filter(letter -> connection.equals(letter.get("connection_id")))
                .toList();
    }

    private static JsonPath list(TestIssuer.Token operator, String query) {
        var page = Office.as(operator)
                .get("/v1/dead-letters?" + query)
                .then()
                .statusCode(200)
                .extract();
        Contract.assertKept("DeadLetterPage", page.asString());
        return page.jsonPath();
    }

    private void send(String topic, String key, String value, Map<String, String> headers) {
        var record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", vault.kafka().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(record);
        }
    }
}
