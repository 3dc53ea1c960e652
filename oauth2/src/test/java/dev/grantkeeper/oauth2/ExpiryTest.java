package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExpiryTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final long EPOCH = NOW.getEpochSecond();

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void stated_answer_lifetime(String answer, Optional<Duration> expected) {
        JsonObject json = new JsonObject(answer.replace('\'', '"'));

        assertThat(Expiry.stated(json, Token.of("opaque"), NOW)).isEqualTo(expected);
    }

    private static Stream<Arguments> answers() {
        return Stream.of(
                arguments("{'expires_in':3600}", seconds(3600)),
                arguments("{'expires_in':'3600'}", seconds(3600)),
                arguments("{'expires_in':' 3600 '}", seconds(3600)),
                arguments("{'expires_in':3599.9}", seconds(3599)),
                arguments("{'expires_in':'3599.9'}", seconds(3599)),
                arguments("{'expires_in':1e3}", seconds(1000)),
                arguments("{'expires_in':0}", Optional.empty()),
                arguments("{'expires_in':-1}", Optional.empty()),
                arguments("{'expires_in':null}", Optional.empty()),
                arguments("{'expires_in':'never'}", Optional.empty()),
                arguments("{'expires_in':true}", Optional.empty()),
                arguments("{'expires_in':{}}", Optional.empty()),
                arguments("{'expires_in':1e400}", Optional.empty()),
                arguments("{'expires_in':99999999999999999999}", Optional.of(Duration.ofDays(3650))),
                arguments("{'expires_at':" + (EPOCH + 900) + "}", seconds(900)),
                arguments("{'expires_at':'" + (EPOCH + 900) + "'}", seconds(900)),
                arguments("{'expires_at':" + (EPOCH + 900) * 1000 + "}", seconds(900)),
                arguments("{'expires_at':'2026-11-23T10:15:00Z'}", seconds(900)),
                arguments("{'expires_at':'2026-11-23T12:15:00.000+02:00'}", seconds(900)),
                arguments("{'expires_at':'2026-11-23T10:15:00'}", seconds(900)),
                arguments("{'expires_at':'tomorrow'}", Optional.empty()),
                arguments("{'expires_at':" + (EPOCH - 1) + "}", Optional.empty()),
                arguments("{'expires_at':1e300}", Optional.empty()),
                arguments("{'expires_in':60,'expires_at':" + (EPOCH + 900) + "}", seconds(60)),
                arguments("{'expires_in':0,'expires_at':" + (EPOCH + 900) + "}", seconds(900)),
                arguments("{}", Optional.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void stated_onlyTheTokenSays_itsClaimsCount(String token, Optional<Duration> expected) {
        assertThat(Expiry.stated(new JsonObject(), Token.of(token), NOW)).isEqualTo(expected);
    }

    private static Stream<Arguments> tokens() {
        return Stream.of(
                arguments(jwt("{'exp':" + (EPOCH + 300) + "}"), seconds(300)),
                arguments(jwt("{'iat':" + EPOCH + ",'exp':" + (EPOCH + 300) + "}"), seconds(300)),
                arguments(jwt("{'iat':" + (EPOCH + 3600) + ",'exp':" + (EPOCH + 3900) + "}"), seconds(300)),
                arguments(jwt("{'iat':" + (EPOCH - 3600) + ",'exp':" + (EPOCH - 3300) + "}"), seconds(300)),
                arguments(jwt("{'iat':" + (EPOCH - 200) + ",'exp':" + (EPOCH + 100) + "}"), seconds(100)),
                arguments(jwt("{'exp':" + (EPOCH - 5) + "}"), Optional.empty()),
                arguments(jwt("{'exp':'soon'}"), Optional.empty()),
                arguments(jwt("{}"), Optional.empty()),
                arguments(jwt("[1]"), Optional.empty()),
                arguments("a.b.c", Optional.empty()),
                arguments("a.!!.c", Optional.empty()),
                arguments(jwt("{'exp':" + (EPOCH + 300) + "}") + ".d.e", Optional.empty()));
    }

    @Test
    void stated_answerAndTokenDiffer_theAnswerCounts() {
        Token token = Token.of(jwt("{'exp':" + (EPOCH + 300) + "}"));

        assertThat(Expiry.stated(new JsonObject().put("expires_in", 60), token, NOW))
                .isEqualTo(seconds(60));
    }

    @Test
    void resolve_sources_areAskedInOrder() {
        assertThat(Expiry.resolve(seconds(1), seconds(2), seconds(3))).isEqualTo(Duration.ofSeconds(1));
        assertThat(Expiry.resolve(Optional.empty(), seconds(2), seconds(3))).isEqualTo(Duration.ofSeconds(2));
        assertThat(Expiry.resolve(Optional.empty(), Optional.empty(), seconds(3)))
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(Expiry.resolve(Optional.empty(), Optional.empty(), Optional.empty()))
                .isEqualTo(Duration.ofHours(1));
    }

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    private static String jwt(String claims) {
        byte[] json = claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(json) + ".c2ln";
    }
}
