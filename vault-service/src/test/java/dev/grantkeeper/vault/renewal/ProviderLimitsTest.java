package dev.grantkeeper.vault.renewal;

import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_HELD;
import static dev.grantkeeper.wire.v1.DeclineReason.DECLINE_REASON_NO_PERMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.grantkeeper.vault.VaultTestResource;
import dev.grantkeeper.vault.connection.ConnectionId;
import dev.grantkeeper.vault.provider.ProviderLimits;
import dev.grantkeeper.vault.provider.Room;
import dev.grantkeeper.wire.v1.DeclineReason;
import dev.grantkeeper.wire.v1.LeaseGranted;
import dev.grantkeeper.wire.v1.LeaseResponse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One row in the database limits a client, however many vaults and workers there are. */
@QuarkusTest
@WithTestResource(VaultTestResource.class)
class ProviderLimitsTest extends ServedWorker {

    private static final String PUBLISHED = "select published_at is not null from connection where id = ?";

    @Inject
    ProviderLimits limits;

    @AfterEach
    void leave() throws SQLException {
        leaveNothingDue();
    }

    /** That many users of one app, all due. */
    private List<Stage.Scene> crowd(int size) {
        var first = stage.dueScene(vault);
        return Stream.concat(Stream.of(first), IntStream.range(1, size).mapToObj(i -> first.colleague("user-" + i)))
                .toList();
    }

    private List<LeaseResponse> leaseAtOnce(List<Stage.Scene> crowd) throws Exception {
        var threads = Executors.newFixedThreadPool(crowd.size());
        try {
            var ids = crowd.stream().map(Stage.Scene::id).toList();
            var answers = new ArrayList<LeaseResponse>();
            for (var answer : threads.invokeAll(ids.stream()
                    .<Callable<LeaseResponse>>map(id -> () -> worker.ask(id, 1))
                    .toList())) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static long granted(List<LeaseResponse> answers) {
        return answers.stream().filter(LeaseResponse::hasGranted).count();
    }

    @Test
    void rate_twentyAtOnce_getTheBurst() throws Exception {
        var crowd = crowd(20);
        crowd.get(0).client("rate = 0.1, burst = 3");

        var answers = leaseAtOnce(crowd);

        assertThat(granted(answers)).isEqualTo(3);
        assertThat(answers.stream().filter(LeaseResponse::hasDeclined))
                .allMatch(answer -> answer.getDeclined().getReason() == DECLINE_REASON_NO_PERMIT);
    }

    @Test
    void concurrency_twentyAtOnce_getAsManyAsMayRun() throws Exception {
        var crowd = crowd(20);
        crowd.get(0).client("concurrency = 4");

        var answers = leaseAtOnce(crowd);

        assertThat(granted(answers)).isEqualTo(4);
        var first = IntStream.range(0, 20)
                .filter(i -> answers.get(i).hasGranted())
                .findFirst()
                .orElseThrow();
        worker.complete(crowd.get(first), answers.get(first).getGranted(), Worker.renewed("access-2", "refresh-2"));
        assertThat(granted(leaseAtOnce(crowd))).isEqualTo(1);
    }

    @Test
    void concurrency_leaseEndedWithoutOutcome_hasRoomAgain() {
        var crowd = crowd(2);
        crowd.get(0).client("concurrency = 1");
        worker.lease(crowd.get(0));
        assertThat(worker.declined(crowd.get(1)).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);
        crowd.get(0).leaseEnded(Duration.ofSeconds(3));
        worker.lease(crowd.get(1));
    }

    @Test
    void limits_ofOneClient_areNoOtherClients() throws Exception {
        var limited = crowd(2);
        limited.get(0).client("rate = 0.01, burst = 1");
        var others = crowd(10);
        worker.lease(limited.get(0));
        assertThat(worker.declined(limited.get(1)).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);
        assertThat(granted(leaseAtOnce(others))).isEqualTo(10);
    }

    @Test
    void unlimited_rowLockedByAnother_isRenewedAllTheSameAndNotWrittenTo() throws Exception {
        var scene = stage.dueScene(vault);
        var before = scene.ofClient("xmin::text || provider_client::text");
        try (var session = vault.sql()) {
            session.setAutoCommit(false);
            try (var lock = session.prepareStatement("select 1 from provider_client where app = ? for update")) {
                lock.setString(1, scene.key().app());
                lock.execute();
                worker.complete(scene, worker.lease(scene), Worker.renewed("access-2", "refresh-2"));
            }
            session.rollback();
        }
        assertThat(scene.ofClient("xmin::text || provider_client::text")).isEqualTo(before);
    }

    /** Its worker would never learn of it, and the refresh token be held for as long as the access token lives. */
    @Test
    void lease_workerNoLongerWaitsForIt_isNotGiven() throws Exception {
        var scene = stage.dueScene(vault);
        scene.client("rate = 100");
        try (var session = vault.sql()) {
            session.setAutoCommit(false);
            try (var lock = session.prepareStatement("select 1 from provider_client where app = ? for update")) {
                lock.setString(1, scene.key().app());
                lock.execute();
                assertThatThrownBy(() -> worker.ask(scene.id(), scene.generation(), Duration.ofMillis(700)))
                        .hasMessageContaining("DEADLINE_EXCEEDED");
            }
            session.rollback();
        }
        worker.lease(scene);
    }

    @Test
    void noPermit_published_isPublishedAgainWhenThereIsRoom() {
        var scene = stage.dueScene(vault);
        await().until(() -> "t".equals(scene.ask(PUBLISHED)));
        scene.client("throttled_until = now() + interval '1 h'");
        assertThat(worker.declined(scene).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);
        assertThat(scene.ask(PUBLISHED)).isEqualTo("f");
        scene.client("throttled_until = null");
        await().atMost(Duration.ofSeconds(3)).until(() -> "t".equals(scene.ask(PUBLISHED)));
    }

    @Test
    void sweep_limited_publishesWhatExpiresFirstAndNoMoreThanThereIsRoomFor() {
        var first = stage.dueScene(vault);
        first.client("concurrency = 2");
        var crowd = new ArrayList<>(List.of(first));
        IntStream.range(1, 8).forEach(i -> crowd.add(first.colleague("user-" + i)));
        first.sql("update connection set published_at = null where app = (select app from connection where id = ?)");
        for (var i = 0; i < 8; i++) {
            crowd.get(i)
                    .sql("update connection set published_at = null, expires_at = now() + interval '" + (60 - i)
                            + " min' where id = ?");
        }
        var sooner = List.of(crowd.get(7), crowd.get(6));
        await().until(() -> sooner.stream().allMatch(scene -> "t".equals(scene.ask(PUBLISHED))));
        sooner.forEach(worker::lease);
        assertThat(crowd.subList(0, 6))
                .allMatch(scene -> worker.declined(scene).getReason() == DECLINE_REASON_NO_PERMIT);
        assertThat(crowd.subList(0, 6)).allMatch(scene -> "f".equals(scene.ask(PUBLISHED)));
    }

    @Test
    void claimDue_limited_hintsWhatExpiresFirstAtTheClientsPace() {
        var crowd = crowd(12);
        crowd.get(0).client("rate = 20, burst = 2");
        for (var i = 0; i < 12; i++) {
            crowd.get(i)
                    .sql("update connection set due_at = now() - interval '1 min', expires_at = now() + interval '"
                            + (60 - i) + " min' where id = ?");
        }
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50)).until(() -> {
            var hints = worker.claimDue(100).stream()
                    .filter(hint ->
                            crowd.stream().anyMatch(one -> one.id().toString().equals(hint.getConnectionId())))
                    .toList();
            assertThat(hints.size()).isLessThanOrEqualTo(2);
            for (var hint : hints) {
                var scene = crowd.stream()
                        .filter(one -> one.id().toString().equals(hint.getConnectionId()))
                        .findFirst()
                        .orElseThrow();
                var answer = worker.ask(scene.id(), hint.getGeneration());
                if (answer.hasGranted()) {
                    worker.complete(scene, answer.getGranted(), Worker.renewed("access-2", "refresh-2"));
                }
            }
            return crowd.stream().allMatch(scene -> scene.generation() == 2);
        });
        assertThat(crowd.get(0)
                        .ask("select bool_and(in_turn) from (select c.expires_at, a.leased_at > lag(a.leased_at) over"
                                + " (order by c.owner_id = 'ada', length(c.owner_id) desc, c.owner_id desc) as in_turn"
                                + " from renewal_attempt a join connection c on c.id = a.connection_id"
                                + " where c.app = (select app from connection where id = ?)) attempts"))
                .isEqualTo("t");
        assertThat(Double.parseDouble(crowd.get(0)
                        .ask("select extract(epoch from max(leased_at) - min(leased_at)) from renewal_attempt a"
                                + " join connection c on c.id = a.connection_id"
                                + " where c.app = (select app from connection where id = ?)")))
                .isGreaterThanOrEqualTo(10 / 20.0 - 0.001);
    }

    @Test
    void sweep_manyDueAtOnce_keepsTheRateInOrderOfExpiry() throws Exception {
        var size = 150;
        var rate = 40;
        var first = stage.scene(vault).defined(new JsonObject().put("rotation", "none"));
        first.connected("access-1", Optional.of("refresh-1"), Duration.ofHours(1), false);
        first.client("rate = " + rate);
        IntStream.range(1, size).forEach(i -> first.colleague("user-" + i)
                .sql("update connection set due_at = now() + interval '1 h' where id = ?"));
        first.sql("update connection set due_at = now(), published_at = null, next_attempt_at = null,"
                + " expires_at = now() + random() * interval '5 min'"
                + " where app = (select app from connection where id = ?)");

        var leases = new TreeMap<Instant, Instant>();
        var due = "select id, expires_at from connection where app = ? and published_at is not null"
                + " and next_attempt_at is null and generation = 1 order by published_at, expires_at";
        try (var session = vault.sql();
                var statement = session.prepareStatement(due)) {
            statement.setString(1, first.key().app());
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        try (var rows = statement.executeQuery()) {
                            while (rows.next()) {
                                var id = new ConnectionId((UUID) rows.getObject(1));
                                if (worker.ask(id, 1).hasGranted()) {
                                    leases.put(rows.getTimestamp(2).toInstant(), Instant.now());
                                }
                            }
                        }
                        return leases.size() == size;
                    });
        }

        var given = List.copyOf(leases.values());
        var inversions = IntStream.range(1, size)
                .filter(i -> given.get(i).isBefore(given.get(i - 1)))
                .count();
        assertThat(inversions).isLessThan(size / 10);
        var seconds = Double.parseDouble(first.ask("select extract(epoch from max(leased_at) - min(leased_at))"
                + " from renewal_attempt a join connection c on c.id = a.connection_id"
                + " where c.app = (select app from connection where id = ?)"));
        assertThat(seconds).isGreaterThan((size - rate / 2) / (double) rate - 0.01);
    }

    private static void breakOpen(Worker worker, List<Stage.Scene> crowd) {
        crowd.subList(0, 10).stream()
                .map(scene -> Map.entry(scene, worker.lease(scene)))
                .toList()
                .forEach(leased -> worker.complete(leased.getKey(), leased.getValue(), Worker.passing()));
    }

    @Test
    void breaker_tenFailures_opensAndProbesOneAtATimeUntilAGoodAnswer() {
        var crowd = crowd(13);
        breakOpen(worker, crowd);
        var one = crowd.get(10);
        var another = crowd.get(11);
        assertThat(one.ofClient("extract(epoch from next_probe_at - now()) between 3 and 6"))
                .isEqualTo("t");
        assertThat(worker.declined(one).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);

        one.client("next_probe_at = now(), opened_at = now() - interval '5 s'");
        var probe = worker.lease(one);
        assertThat(worker.declined(another).getReason()).isEqualTo(DECLINE_REASON_NO_PERMIT);
        worker.complete(one, probe, Worker.passing());
        assertThat(one.ofClient("extract(epoch from next_probe_at - now()) between 8 and 11"))
                .isEqualTo("t");

        one.client("next_probe_at = now()");
        worker.complete(another, worker.lease(another), Worker.renewed("access-2", "refresh-2"));
        assertThat(one.ofClient("opened_at is null and outcomes = ''")).isEqualTo("t");
        worker.lease(crowd.get(12));
    }

    @Test
    void breaker_closed_callsBackWhoeverBacksOffAndNobodyElse() {
        var crowd = crowd(13);
        breakOpen(worker, crowd);
        var waiting = crowd.get(0);
        var held = crowd.get(1);
        waiting.sql("update connection set next_attempt_at = now() + interval '10 min' where id = ?");
        held.sql(
                "update connection set next_attempt_at = now() + interval '10 min', unknown_since = now() where id = ?");
        waiting.client("next_probe_at = now(), opened_at = now() - interval '5 s'");

        worker.complete(crowd.get(12), worker.lease(crowd.get(12)), Worker.renewed("access-2", "refresh-2"));

        await().atMost(Duration.ofSeconds(3))
                .until(() -> "t".equals(waiting.ask("select next_attempt_at <= now() from connection where id = ?")));
        worker.lease(waiting);
        assertThat(worker.declined(held).getReason()).isEqualTo(DECLINE_REASON_HELD);
        assertThat(waiting.ofClient("paced_from is not null")).isEqualTo("t");
        await().until(() -> "f".equals(waiting.ofClient("recalls")));
    }

    @Test
    void outcome_ofAnotherClientThanTheConnectionsPresentOne_isNotNotedOnThatOne() {
        var crowd = crowd(11);
        var leased = crowd.subList(0, 10).stream()
                .map(scene -> Map.entry(scene, worker.lease(scene)))
                .toList();
        leased.forEach(lease -> lease.getKey()
                .sql("update renewal_attempt set provider_client = gen_random_uuid() where connection_id = ?"));

        leased.forEach(lease -> worker.complete(lease.getKey(), lease.getValue(), Worker.passing()));

        assertThat(crowd.get(0).ofClient("opened_at is null and outcomes = ''")).isEqualTo("t");
        worker.lease(crowd.get(10));
    }

    @Test
    void refused_newerDefinitionWorks_isForgottenAndTheRestComesBackPaced() {
        var crowd = crowd(6);
        var scene = crowd.get(0);
        worker.complete(scene, worker.lease(scene), Worker.misconfigured());
        assertThat(scene.ofClient("refused_before is not null")).isEqualTo("t");
        scene.sql("update connection set failures = 1, next_attempt_at = now() + interval '10 min' where id = ?");

        scene.defined(new JsonObject().put("rotation", "none"));
        worker.complete(crowd.get(1), worker.lease(crowd.get(1)), Worker.renewed("access-2", "refresh-2"));

        assertThat(scene.ofClient("refused_before is null and probe_at is null and reason is null"
                        + " and paced_from is not null"))
                .isEqualTo("t");
        var client = UUID.fromString(scene.ofClient("id"));
        assertThat(Stage.run(limits::rooms).stream()
                        .filter(room -> room.client().equals(client))
                        .map(Room::leases))
                .containsExactly(5);
        await().atMost(Duration.ofSeconds(3))
                .until(() -> "t".equals(scene.ask("select next_attempt_at <= now() from connection where id = ?")));
        var others = List.of(scene, crowd.get(2), crowd.get(3));
        await().atMost(Duration.ofSeconds(3))
                .until(() -> others.stream().allMatch(other -> "t".equals(other.ask(PUBLISHED))));
        worker.lease(scene);
    }

    @Test
    void sweep_limitedWithoutTerms_publishesNoMoreTogetherThanABatch() throws SQLException {
        var scene = stage.dueScene(vault);
        scene.client("refused_before = now() - interval '1 day', probe_at = now() + interval '1 day'");
        scene.sql("insert into connection (id, tenant, app, owner_kind, owner_id, type, status, definition_id,"
                + " definition_version, grant_id, generation, refresh_generation, access_envelope, access_sealed_at,"
                + " refresh_envelope, refresh_sealed_at, connected_at, obtained_at, expires_at, due_at, created_by,"
                + " created_at) select gen_random_uuid(), tenant, app, owner_kind, 'crowd-' || n, type, status,"
                + " definition_id, definition_version, grant_id, 1, 1, access_envelope, 1, refresh_envelope, 1, now(),"
                + " now(), now() + interval '1 h', now(), created_by, now()"
                + " from connection, generate_series(1, 1200) n where id = ?");
        await().until(() -> "0"
                .equals(scene.ask("select count(*) from connection where published_at is null"
                        + " and app = (select app from connection where id = ?)")));
        assertThat(Integer.parseInt(scene.ask("select max(together) from (select count(*) as together from connection"
                        + " where app = (select app from connection where id = ?) group by published_at) portions")))
                .isLessThanOrEqualTo(500);
    }

    @Test
    void breaker_rejections_openNothing() {
        var crowd = crowd(12);
        crowd.subList(0, 11).forEach(scene -> worker.complete(scene, worker.lease(scene), Worker.rejected()));
        worker.lease(crowd.get(11));
    }

    @Test
    void urgent_whileTheBreakerIsOpenOrAPauseOrABackoffIsOn_waitsLikeAnyOther() {
        var crowd = crowd(11);
        breakOpen(worker, crowd);
        assertUrgentIsDeclined(crowd.get(10), DECLINE_REASON_NO_PERMIT);
        crowd.get(0).sql("update connection set next_attempt_at = now() + interval '1 min' where id = ?");
        assertUrgentIsDeclined(crowd.get(0), DECLINE_REASON_HELD);

        var paused = stage.dueScene(vault);
        paused.client("throttled_until = now() + interval '1 h'");
        assertUrgentIsDeclined(paused, DECLINE_REASON_NO_PERMIT);
    }

    private void assertUrgentIsDeclined(Stage.Scene scene, DeclineReason reason) {
        scene.sql("update connection set urgency = 'urgent', due_at = now(), published_at = null where id = ?");
        assertThat(worker.declined(scene).getReason()).isEqualTo(reason);
        assertThat(worker.claimDue(100))
                .noneMatch(hint -> hint.getConnectionId().equals(scene.id().toString()));
    }

    @Test
    void throttled_again_waitsTwiceAsLongAndComesBackPaced() throws Exception {
        var crowd = crowd(12);
        var scene = crowd.get(0);
        worker.complete(scene, worker.lease(scene), Worker.throttled());
        assertThat(scene.ofClient("extract(epoch from throttled_until - now()) between 3 and 6"))
                .isEqualTo("t");
        scene.client("throttled_until = now(), paced_from = now()");
        LeaseGranted second = worker.lease(scene);
        worker.complete(scene, second, Worker.throttled());
        assertThat(scene.ofClient("extract(epoch from throttled_until - now()) between 8 and 11"))
                .isEqualTo("t");

        scene.client("throttled_until = now(), paced_from = now(), taken_until = null");
        assertThat(granted(leaseAtOnce(crowd))).isBetween(5L, 11L);
    }
}
