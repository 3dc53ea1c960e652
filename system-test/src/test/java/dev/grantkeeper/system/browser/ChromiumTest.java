package dev.grantkeeper.system.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChromiumTest {

    @ParameterizedTest
    @CsvSource({
        "true,  false, false, RUN",
        "true,  true,  true,  RUN",
        "false, true,  false, INSTALL",
        "false, true,  true,  INSTALL",
        "false, false, false, SKIP",
        "false, false, true,  FAIL"
    })
    void course_byWhatThereIs(boolean present, boolean installable, boolean ci, Chromium.Course course) {
        assertThat(Chromium.course(present, installable, ci)).isEqualTo(course);
    }
}
