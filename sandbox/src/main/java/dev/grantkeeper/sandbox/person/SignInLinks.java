package dev.grantkeeper.sandbox.person;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Links that sign a browser in: each works once, within an hour. */
@Component
class SignInLinks {

    static final Duration LIFE = Duration.ofHours(1);

    /** @param to where the browser goes then */
    record Link(Person person, URI to, Instant expiresAt) {}

    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock;
    private final Map<String, Link> byToken = new ConcurrentHashMap<>();

    SignInLinks(InstantSource clock) {
        this.clock = clock;
    }

    /** What to put into the link. */
    String add(Link link) {
        byToken.values().removeIf(this::isOver);
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byToken.put(token, link);
        return token;
    }

    /** The link, to its first taker. */
    Optional<Link> take(String token) {
        return Optional.ofNullable(byToken.remove(token)).filter(link -> !isOver(link));
    }

    Instant expiry() {
        return clock.instant().plus(LIFE);
    }

    private boolean isOver(Link link) {
        return !clock.instant().isBefore(link.expiresAt());
    }
}
