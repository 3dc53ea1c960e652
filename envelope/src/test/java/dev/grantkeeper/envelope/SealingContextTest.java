package dev.grantkeeper.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingContextTest {
    @Test
    void encoded_fields_areLengthPrefixedInOrder() {
        var encoded = context("t", "a", "s", "user", "ada", 258).encoded();

        assertThat(new String(encoded, StandardCharsets.ISO_8859_1))
                .isEqualTo("\0\u0008gk-ctx-1\0\u0006access\0\u0001t\0\u0001a\0\u0001s\0\u0004user\0\u0003ada"
                        + "\0\0\0\0\0\0\u0001\u0002");
    }

    @Test
    void encoded_textMovedBetweenNeighbours_differs() {
        assertThat(Stream.of(
                                context("ab", "c", "d", "ef", "g", 0),
                                context("a", "bc", "d", "ef", "g", 0),
                                context("ab", "c", "de", "f", "g", 0),
                                context("ab", "c", "d", "e", "fg", 0))
                        .map(SealingContext::encoded)
                        .map(Arrays::hashCode))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e4da", "ada\n", "\0", "\u007f", "\uD83D\uDD11"})
    void new_textNotPrintableAscii_isRefusedByName(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context(text, "a", "s", "user", "ada", 0))
                .withMessage("tenant must be printable ASCII of at most 1024 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context("t", "a", "s", "user", text, 0))
                .withMessageStartingWith("ownerId ");
    }

    @Test
    void new_textTooLong_isRefusedByName() {
        assertThat(context("t", "a".repeat(1024), "s", "", "", 0).app()).hasSize(1024);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context("t", "a".repeat(1025), "s", "", "", 0))
                .withMessageStartingWith("app ");
    }

    @Test
    void new_partMissing_isRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context("", "a", "s", "user", "ada", 0))
                .withMessage("tenant must not be empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context("t", "", "s", "user", "ada", 0))
                .withMessage("app must not be empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context("t", "a", "", "user", "ada", 0))
                .withMessage("subjectId must not be empty");
        assertThatNullPointerException()
                .isThrownBy(() -> context("t", "a", "s", null, "ada", 0))
                .withMessage("ownerKind");
    }

    @Test
    void new_halfAnOwner_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> context("t", "a", "s", "user", "", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> context("t", "a", "s", "", "ada", 0));
    }

    @Test
    void new_negativeGeneration_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> context("t", "a", "s", "user", "ada", -1));
    }

    @Test
    void label_everyKind_isItsOwnAndAscii() {
        assertThat(Arrays.stream(SealedKind.values()).map(SealedKind::label))
                .doesNotHaveDuplicates()
                .allMatch(label -> label.matches("[a-z]+(-[a-z]+)*"));
    }

    private static SealingContext context(
            String tenant, String app, String subject, String ownerKind, String ownerId, long generation) {
        return new SealingContext(SealedKind.ACCESS, tenant, app, subject, ownerKind, ownerId, generation);
    }
}
