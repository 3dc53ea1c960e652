package dev.grantkeeper.vault.offboarding;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The report of one leaving. */
record OffboardingView(
        UUID id,
        String kind,
        String subject,
        String state,
        String begunBy,
        Instant begunAt,
        Optional<Instant> endedAt,
        int connectionsEnded,
        int promptsClosed,
        long failing,
        long workspaceConnectionsKept,
        Map<String, Long> tokens) {

    static OffboardingView of(Offboarding job, Map<String, Long> tokens, long kept, long failing) {
        return new OffboardingView(
                job.id(),
                job.leaver().kind().word(),
                job.leaver().id(),
                job.endedAt().isPresent() ? "ended" : "running",
                job.begunBy(),
                job.begunAt(),
                job.endedAt(),
                job.connections(),
                job.prompts(),
                failing,
                kept,
                tokens);
    }
}
