package dev.grantkeeper.sandbox.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignInLinksTest {

    private static final Person ADA = new Person("ada", "Ada", "acme", "member", Optional.empty());

    private Instant now = Instant.parse("2026-12-01T12:00:00Z");
    private final SignInLinks links = new SignInLinks(() -> now);

    @Test
    void take_twice_givesItOnce() {
        String token = add();

        assertThat(links.take(token)).isPresent();
        assertThat(links.take(token)).isEmpty();
    }

    @Test
    void take_justBeforeTheHourIsOver_givesIt() {
        String token = add();
        now = now.plus(Duration.ofHours(1)).minusMillis(1);

        assertThat(links.take(token)).isPresent();
    }

    @Test
    void take_afterAnHour_givesNothing() {
        String token = add();
        now = now.plus(Duration.ofHours(1));

        assertThat(links.take(token)).isEmpty();
    }

    @Test
    void add_eachTime_anotherToken() {
        assertThat(add()).isNotEqualTo(add()).hasSize(43);
    }

    private String add() {
        return links.add(new SignInLinks.Link(ADA, URI.create("http://127.0.0.1/console"), links.expiry()));
    }
}
