package dev.grantkeeper.system.fault;

import dev.grantkeeper.testkit.authorization.Fault;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A provider that is ill in one way, or well. It acts on nothing while it is ill: every grant is alive afterwards. */
enum Illness {
    NONE(Fault.NONE),
    ASKS_FOR_A_PAUSE(Fault.tooManyRequests(Optional.of(Duration.ofSeconds(7)))),
    TOO_MANY_REQUESTS(Fault.tooManyRequests(Optional.empty())),
    SERVER_ERROR(
            Fault.answer(503, Map.of("Content-Type", "application/json"), "{\"error\":\"temporarily_unavailable\"}")),
    HTML(Fault.html(200)),
    TRUNCATED_JSON(Fault.truncated()),
    DRIPPING_BODY(Fault.drip(Duration.ofMillis(500)));

    private final Fault fault;

    Illness(Fault fault) {
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    /** Of the app whose provider it is. */
    String app() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
