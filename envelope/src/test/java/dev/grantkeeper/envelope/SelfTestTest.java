package dev.grantkeeper.envelope;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class SelfTestTest {
    @Test
    void run_thisRuntime_givesThePublishedAnswers() {
        assertThatCode(SelfTest::run).doesNotThrowAnyException();
    }
}
