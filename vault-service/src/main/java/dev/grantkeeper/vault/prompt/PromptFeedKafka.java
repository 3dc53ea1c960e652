package dev.grantkeeper.vault.prompt;

import dev.grantkeeper.vault.access.Owner;
import dev.grantkeeper.vault.access.OwnerKind;
import dev.grantkeeper.vault.access.Tenant;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Reads all of the topic from now on, in every vault; it has a group of its own at each start and remembers no position. */
@ApplicationScoped
@Identifier("prompt-feed") class PromptFeedKafka implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(PromptFeedKafka.class);

    private final PromptFeed feed;

    PromptFeedKafka(PromptFeed feed) {
        this.feed = feed;
    }

    @Incoming("prompt-feed")
    void hear(ConsumerRecord<byte[], byte[]> event) {
        if (event.value() == null) {
            return;
        }
        try {
            var prompt = new JsonObject(Buffer.buffer(event.value()));
            var owner = prompt.getJsonObject("owner");
            feed.changed(
                    Tenant.parse(prompt.getString("tenant")),
                    new Owner(OwnerKind.ofWord(owner.getString("type")), owner.getString("id")),
                    prompt);
        } catch (RuntimeException malformed) {
            LOG.warnf(
                    "%s-%d at %d is no prompt: %s",
                    event.topic(),
                    event.partition(),
                    event.offset(),
                    malformed.getClass().getSimpleName());
        }
    }

    /** Where reading begins must be settled before anybody looks at what is open now, or a change would fall in between. */
    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        feed.restarted();
    }
}
