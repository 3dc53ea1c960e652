package dev.grantkeeper.vault.hook;

import dev.grantkeeper.vault.connection.Proposal;
import dev.grantkeeper.vault.error.Failure;
import java.util.Arrays;

/** What an app may have itself asked about. */
enum HookEvent {
    CONNECTION_ADDED("connection-added", "connection.added"),
    CONNECTION_REMOVED("connection-removed", "connection.removed");

    private final String word;
    private final String type;

    HookEvent(String word, String type) {
        this.word = word;
        this.type = type;
    }

    /** The word used in the API and in the database. */
    String word() {
        return word;
    }

    /** What the message says it is of. */
    String type() {
        return type;
    }

    static HookEvent of(Proposal.Kind kind) {
        return kind == Proposal.Kind.ADDED ? CONNECTION_ADDED : CONNECTION_REMOVED;
    }

    /** @throws Failure INVALID when it is neither word */
    static HookEvent ofWord(String word) {
        return Arrays.stream(values())
                .filter(event -> event.word.equals(word))
                .findFirst()
                .orElseThrow(() -> Failure.invalid("event", "must be connection-added or connection-removed"));
    }
}
