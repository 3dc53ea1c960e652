package dev.grantkeeper.vault.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.oauth2.egress.Reply;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    private static final MultiMap NO_HEADERS = MultiMap.caseInsensitiveMultiMap();

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(answer(200, "{}"), new Verdict.Allowed()),
                Arguments.of(answer(204, ""), new Verdict.Allowed()),
                Arguments.of(answer(299, "{\"message\":\"x\"}"), new Verdict.Allowed()),
                Arguments.of(answer(300, "{\"message\":\"x\"}"), none("status_300")),
                Arguments.of(answer(399, "{\"message\":\"x\"}"), none("status_399")),
                Arguments.of(answer(400, "{\"message\":\"x\"}"), new Verdict.Refused("x")),
                Arguments.of(answer(422, "{\"message\":\" x \",\"code\":7}"), new Verdict.Refused("x")),
                Arguments.of(answer(499, "{\"message\":\"x\"}"), new Verdict.Refused("x")),
                Arguments.of(answer(408, "{\"message\":\"x\"}"), none("status_408")),
                Arguments.of(answer(429, "{\"message\":\"x\"}"), none("status_429")),
                Arguments.of(answer(500, "{\"message\":\"x\"}"), none("status_500")),
                Arguments.of(answer(403, ""), none("status_403")),
                Arguments.of(answer(403, "no"), none("status_403")),
                Arguments.of(answer(403, "[]"), none("status_403")),
                Arguments.of(answer(403, "{\"message\":null}"), none("status_403")),
                Arguments.of(answer(403, "{\"message\":1}"), none("status_403")),
                Arguments.of(answer(403, "{\"message\":\"\\u0000\"}"), none("status_403")),
                Arguments.of(new Reply.CutShort(200, NO_HEADERS, "answer_too_large"), none("answer_too_large")),
                Arguments.of(new Reply.CutShort(403, NO_HEADERS, "connection_lost"), none("connection_lost")),
                Arguments.of(new Reply.Forbidden(), none("address_not_allowed")),
                Arguments.of(new Reply.NotSent("address_not_allowed"), none("address_not_allowed")),
                Arguments.of(new Reply.NotSent("connect_timeout"), new Verdict.None("connect_timeout", true, false)),
                Arguments.of(new Reply.NotSent("connect_failed"), new Verdict.None("connect_failed", false, true)),
                Arguments.of(new Reply.Lost("answer_overdue"), new Verdict.None("answer_overdue", true, false)),
                Arguments.of(new Reply.Lost("no_answer"), new Verdict.None("no_answer", true, false)),
                Arguments.of(new Reply.Lost("connection_lost"), new Verdict.None("connection_lost", false, true)),
                Arguments.of(new Reply.Lost("interim_answer"), none("interim_answer")));
    }

    @ParameterizedTest
    @MethodSource("table")
    void reply_ofEachKind_meansOneThing(Reply reply, Verdict verdict) {
        assertThat(Verdict.of(reply)).isEqualTo(verdict);
    }

    @Test
    void text_long_isCutBetweenCharacters() {
        var faces = "\uD83D\uDE00".repeat(301);

        var cut = PlainText.of(faces).orElseThrow();

        assertThat(cut.codePointCount(0, cut.length())).isEqualTo(300);
        assertThat(cut).isEqualTo("\uD83D\uDE00".repeat(299) + "…");
        assertThat(PlainText.of("\uD83D\uDE00".repeat(300))).contains("\uD83D\uDE00".repeat(300));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000b",
                "a\u001bb",
                "a\u007fb",
                "a\u0085\u0085",
                "a\u202eb",
                "a\u2066b",
                "a\u061cb",
                "a\ufeffb",
                "a\ud800b",
                "a\ue000b"
            })
    void text_withWhatNobodySees_isWithoutIt(String text) {
        assertThat(PlainText.of(text).orElseThrow()).matches("ab?");
    }

    @Test
    void text_ofManyLines_isOne() {
        assertThat(PlainText.of("\r\n one\n\n two\tthree\u2028four\u00a0 five "))
                .contains("one two three four five");
        assertThat(PlainText.of(" \n\u3000")).isEmpty();
    }

    /** Persian and emoji are written with joiners. */
    @Test
    void text_withJoiners_keepsThem() {
        assertThat(PlainText.of("می\u200cخواهم \uD83D\uDC69\u200d\uD83D\uDCBB"))
                .contains("می\u200cخواهم \uD83D\uDC69\u200d\uD83D\uDCBB");
    }

    private static Reply answer(int status, String body) {
        return new Reply.Complete(status, NO_HEADERS, Buffer.buffer(body));
    }

    private static Verdict none(String reason) {
        return new Verdict.None(reason, false, false);
    }
}
