package dev.grantkeeper.system.story;

import dev.grantkeeper.system.leak.FileDump;
import dev.grantkeeper.system.leak.Finding;
import dev.grantkeeper.system.leak.LeakSearch;
import dev.grantkeeper.system.leak.Markers;
import dev.grantkeeper.system.leak.Markers.Spot;
import dev.grantkeeper.system.leak.Place;
import dev.grantkeeper.system.leak.PostgresDump;
import dev.grantkeeper.system.leak.TopicDump;
import dev.grantkeeper.system.machine.Machine;
import dev.grantkeeper.system.machine.Patience;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

final class SearchForLeaks implements Step {

    /** The provider makes access and refresh tokens alike: 96 random bytes as base64url. */
    private static final int TOKEN_LENGTH = 128;

    private static final Duration A_RENEWAL = Duration.ofSeconds(30);

    @Override
    public String title() {
        return "Database, topics and logs contain none of the secrets and tokens, in any encoding";
    }

    @Override
    public String play(Stage stage) {
        var machine = stage.machine();
        Check.same(
                "the length of the provider's tokens",
                TOKEN_LENGTH,
                stage.adasConnection().value().length());
        var tables = new PostgresDump(machine.postgres(), Machine.DATABASE);
        var topics = new TopicDump(machine.kafka());
        var markers = new Markers(TOKEN_LENGTH);
        tables.plant(markers.at(Spot.ROW));
        topics.plant(markers.at(Spot.MESSAGE_KEY), markers.at(Spot.MESSAGE_VALUE), markers.at(Spot.MESSAGE_HEADER));
        FileDump.plant(machine.programs().get(0).log(), markers.at(Spot.LOG_LINE));
        tables.checkpoint();

        var secrets = stage.secrets().byName();
        var search = search(secrets, markers);
        int presented = stage.provider().refreshes().size();
        int tableCount = tables.into(search);
        int topicCount = topics.into(search);
        int logCount = new FileDump(machine.logDirectory(), Place.LOGS).into(search);
        int fileCount = new FileDump(machine.postgresDirectory(), Place.DATABASE_FILES).into(search)
                + new FileDump(machine.kafkaDirectory(), Place.BROKER_FILES).into(search);

        var missed = markers.missedBy(search);
        Check.that(
                missed.isEmpty(),
                missed.size() + " planted markers were not found, such as "
                        + missed.stream().findFirst().orElse(""));
        var found = Stream.concat(search.findExcept(markers.names()).stream(), tokens(stage, search, presented))
                .toList();
        Check.that(found.isEmpty(), found.size() + " leaks: " + found);
        return secrets.size() + " secrets and " + stage.provider().refreshes().size() + " refresh tokens searched in "
                + tableCount + " tables, " + topicCount + " topics, " + logCount + " logs and " + fileCount + " files ("
                + search.searched() / 1_000_000 + " MB): none found; all "
                + markers.names().size()
                + " planted markers found";
    }

    private static LeakSearch search(Map<String, String> secrets, Markers markers) {
        var wanted = new HashMap<>(markers.texts());
        wanted.putAll(secrets);
        return new LeakSearch(wanted, TOKEN_LENGTH);
    }

    /** The one stored during the search becomes known, by its digest, when it is presented at the next renewal. */
    private static Stream<Finding> tokens(Stage stage, LeakSearch search, int presentedBefore) {
        var refreshes = Patience.await(A_RENEWAL, "refresh after the search", () -> Optional.of(
                        stage.provider().refreshes())
                .filter(all -> all.size() > presentedBefore));
        return refreshes.stream().flatMap(refresh -> Stream.of(Place.values())
                .flatMap(place -> search.findToken(refresh.sha256(), place).stream()));
    }
}
