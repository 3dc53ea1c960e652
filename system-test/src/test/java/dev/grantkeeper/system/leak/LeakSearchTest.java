package dev.grantkeeper.system.leak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeakSearchTest {

    private static final String SECRET = "sk_live/Qm9x+7fP&=é-2kLw9ZtYvR";
    private static final String TOKEN = "Ab3_".repeat(31) + "x-9Z";

    private final LeakSearch search = new LeakSearch(Map.of("the secret", SECRET), TOKEN.length());

    @ParameterizedTest
    @EnumSource
    void add_secretInAnyForm_isFound(Disguise disguise) {
        search.add(Place.LOGS, "a.log", embedded(disguise.of(SECRET)));

        assertThat(search.find("the secret", Place.LOGS)).isPresent();
        assertThat(search.find("the secret", Place.TOPICS)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void add_tokenKnownByDigestInAnyForm_isFound(Disguise disguise) {
        search.add(Place.TABLES, "table a", embedded(disguise.of(TOKEN)));

        assertThat(search.findToken(TokenDigests.digest(TOKEN), Place.TABLES)).isPresent();
        assertThat(search.findToken(TokenDigests.digest(TOKEN), Place.LOGS)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void add_anotherSecretInAnyForm_isNotFound(Disguise disguise) {
        search.add(Place.LOGS, "a.log", embedded(disguise.of(SECRET.replace('7', '8'))));

        assertThat(search.findExcept(Set.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void add_compressedAndThenDisguised_isFound(Disguise disguise) {
        byte[] compressed = Disguise.GZIP.of(SECRET);

        search.add(Place.LOGS, "a.log", embedded(disguise.apply(compressed)));

        assertThat(search.find("the secret", Place.LOGS)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void add_disguisedAndThenCompressed_isFound(Disguise disguise) {
        byte[] disguised = disguise.of(SECRET);

        search.add(Place.LOGS, "a.log", embedded(Disguise.ZLIB.apply(disguised)));

        assertThat(search.find("the secret", Place.LOGS)).isPresent();
    }

    @Test
    void add_formEncoded_isFound() {
        search.add(Place.LOGS, "a.log", ("q=1&s=" + URLEncoder.encode(SECRET, UTF_8) + "&r=2").getBytes(UTF_8));

        assertThat(search.find("the secret", Place.LOGS)).isPresent();
    }

    @Test
    void add_base64BehindOtherLettersAtAnyDistance_isFound() {
        for (int letters = 0; letters < 8; letters++) {
            var fresh = new LeakSearch(Map.of("the secret", SECRET), 128);
            String encoded = Base64.getUrlEncoder().encodeToString(SECRET.getBytes(UTF_8));

            fresh.add(Place.LOGS, "a.log", ("x".repeat(letters) + encoded + "yy").getBytes(UTF_8));

            assertThat(fresh.find("the secret", Place.LOGS))
                    .as("%d letters", letters)
                    .isPresent();
        }
    }

    @Test
    void add_tokenGluedToOtherLetters_isFound() {
        search.add(Place.LOGS, "a.log", ("token" + TOKEN + "7").getBytes(UTF_8));

        assertThat(search.findToken(TokenDigests.digest(TOKEN), Place.LOGS)).isPresent();
    }

    @Test
    void add_gzipWithNameCutOff_findsWhatIsLeft() {
        byte[] text = (SECRET + " ".repeat(20_000) + new Random(1).nextLong()).getBytes(UTF_8);
        byte[] compressed = Disguise.GZIP.apply(text);

        search.add(Place.LOGS, "a.log", Arrays.copyOf(compressed, compressed.length - 12));

        assertThat(search.find("the secret", Place.LOGS)).isPresent();
    }

    @Test
    void find_secretInSeveralPlaces_namesEach() {
        search.add(Place.LOGS, "a.log", SECRET.getBytes(UTF_8));
        search.add(Place.LOGS, "b.log", SECRET.getBytes(UTF_8));
        search.add(Place.TOPICS, "topic a", Disguise.HEX.of(SECRET));

        assertThat(search.findExcept(Set.of()))
                .extracting(Finding::toString)
                .containsExactly("the secret in a.log (raw)", "the secret in topic a (hex)");
        assertThat(search.findExcept(Set.of("the secret"))).isEmpty();
    }

    @Test
    void finding_printed_doesNotSayTheSecret() {
        search.add(Place.LOGS, "a.log", SECRET.getBytes(UTF_8));

        assertThat(search.findExcept(Set.of()).toString()).doesNotContain(SECRET);
    }

    @Test
    void add_eightMegabytesOfNoise_findsNothing() {
        byte[] noise = new byte[8 * 1024 * 1024];
        new Random(7).nextBytes(noise);

        search.add(Place.DATABASE_FILES, "noise", noise);

        assertThat(search.findExcept(Set.of())).isEmpty();
        assertThat(search.searched()).isEqualTo(noise.length);
    }

    @Test
    void new_shortSecret_isRefused() {
        assertThatThrownBy(() -> new LeakSearch(Map.of("the pin", "12345678901"), 128))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the pin is shorter than 12 bytes");
    }

    private static byte[] embedded(byte[] middle) {
        byte[] before = "\u00ff\u0000level=INFO value=".getBytes(ISO_8859_1);
        byte[] after = " took 7 ms\n\u0001".getBytes(ISO_8859_1);
        byte[] all = Arrays.copyOf(before, before.length + middle.length + after.length);
        System.arraycopy(middle, 0, all, before.length, middle.length);
        System.arraycopy(after, 0, all, before.length + middle.length, after.length);
        return all;
    }
}
