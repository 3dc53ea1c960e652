package dev.grantkeeper.worker.renew;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears of what is due. Takes the next event when there is a slot for this one, and acknowledges once Lease has answered. */
@ApplicationScoped
class ExpiringKafka {
    private final Slots slots;
    private final Renewals renewals;
    private final DeadLettersKafka deadLetters;

    ExpiringKafka(Slots slots, Renewals renewals, DeadLettersKafka deadLetters) {
        this.slots = slots;
        this.renewals = renewals;
        this.deadLetters = deadLetters;
    }

    @Incoming("token-expiring")
    @SuppressWarnings("unchecked")
    Uni<Void> hear(Message<byte[]> message) {
        IncomingKafkaRecordMetadata<byte[], byte[]> from =
                message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
        Due due;
        try {
            due = ExpiringEvent.read(from.getHeaders(), message.getPayload());
        } catch (ExpiringEvent.Undecipherable e) {
            return deadLetters.put(from.getRecord(), e.getMessage()).chain(() -> acknowledge(message));
        }
        return slots.take()
                .invoke(slot -> renewals.renew(due, slot)
                        .chain(() -> acknowledge(message))
                        .subscribe()
                        .with(acknowledged -> {}))
                .replaceWithVoid();
    }

    private static Uni<Void> acknowledge(Message<?> message) {
        return Uni.createFrom().completionStage(message::ack);
    }
}
