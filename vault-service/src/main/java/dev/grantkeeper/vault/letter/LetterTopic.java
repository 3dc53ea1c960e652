package dev.grantkeeper.vault.letter;

import dev.grantkeeper.vault.error.Failure;
import java.util.Arrays;

/** The dead-letter topics, and where what is in them came from. */
enum LetterTopic {
    RENEWAL_OUTCOME("grantkeeper.renewal.outcome"),
    TOKEN_EXPIRING("grantkeeper.token.expiring");

    private final String source;

    LetterTopic(String source) {
        this.source = source;
    }

    /** Fails with NOT_FOUND for any other name. */
    static LetterTopic of(String topic) {
        return Arrays.stream(values())
                .filter(known -> known.topic().equals(topic))
                .findFirst()
                .orElseThrow(() -> Failure.notFound("dead letter"));
    }

    String topic() {
        return source + ".dlq";
    }

    String source() {
        return source;
    }
}
