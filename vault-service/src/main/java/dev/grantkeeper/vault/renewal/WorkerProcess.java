package dev.grantkeeper.vault.renewal;

import dev.grantkeeper.vault.error.Failure;
import java.util.UUID;

/**
 * One run of a refresh worker.
 *
 * @param instance where it runs; the next process there knows that this one is gone
 * @param id another with every start
 */
record WorkerProcess(String instance, UUID id) {

    private static final int LONGEST = 255;

    /** @throws Failure INVALID naming the field */
    static WorkerProcess parse(String instance, String id) {
        if (instance.isBlank()
                || instance.length() > LONGEST
                || instance.chars().anyMatch(Character::isISOControl)) {
            throw Failure.invalid("process.instance", "must be 1 to " + LONGEST + " characters without line breaks");
        }
        try {
            return new WorkerProcess(instance, UUID.fromString(id));
        } catch (IllegalArgumentException malformed) {
            throw Failure.invalid("process.process_id", "must be a UUID");
        }
    }
}
