package dev.grantkeeper.system.caller;

import java.time.Instant;
import java.util.Map;

/** What a lookup came to. */
public sealed interface Looked {

    /**
     * A value.
     *
     * @param owner {@code user:ada} or {@code workspace:acme}
     * @param expiresAt null for a value that does not expire
     */
    record Served(String id, String value, String owner, Instant expiresAt, long generation) implements Looked {

        @Override
        public String toString() {
            return "a value of generation " + generation;
        }
    }

    /**
     * A failure of the closed list.
     *
     * @param details prompt_id, connect_url and cause, where there are such
     */
    record Refused(String reason, Map<String, String> details) implements Looked {

        public Refused {
            details = Map.copyOf(details);
        }

        @Override
        public String toString() {
            return reason + (details.isEmpty() ? "" : " " + details);
        }
    }
}
