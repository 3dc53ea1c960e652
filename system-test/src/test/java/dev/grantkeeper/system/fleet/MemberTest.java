package dev.grantkeeper.system.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemberTest {

    @Test
    void of_aCount_namesEachOnce() {
        var members = Member.of("platform", "acme", "mailer", 12_000);

        assertThat(members).extracting(Member::owner).doesNotHaveDuplicates().hasSize(12_000);
        assertThat(members.get(41).owner()).isEqualTo("platform/acme/mailer/u-00042");
    }
}
