package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.event.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** What the feed is fed from: a reader for each topic, so that a flood of renewals holds up no prompt. */
@ApplicationScoped
class FeedsKafka {

    private final WholeTopicKafka prompts;
    private final WholeTopicKafka connections;

    FeedsKafka(PromptFeed feed, @Identifier("default-kafka-broker") Map<String, Object> broker) {
        prompts = new WholeTopicKafka(
                Topic.AUTH_REQUIRED, "prompt-feed", broker, () -> true, feed::prompted, feed::promptsRestarted);
        connections = new WholeTopicKafka(
                Topic.CONNECTION_CHANGED,
                "connection-feed",
                broker,
                feed::isHeardOfConnections,
                feed::changed,
                feed::connectionsRestarted);
    }

    void start(@Observes StartupEvent started) {
        prompts.start();
        connections.start();
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        prompts.stop();
        connections.stop();
    }
}
