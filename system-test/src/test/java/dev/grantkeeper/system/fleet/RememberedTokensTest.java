package dev.grantkeeper.system.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedTokensTest {

    private static final Member ADA = new Member("platform", "acme", "mailer", "ada");
    private static final Member BOB = new Member("platform", "acme", "mailer", "bob");

    @Test
    void token_askedForAgain_isMintedOnceForEachMemberAndKind() {
        var minted = new AtomicInteger();
        var tokens = new RememberedTokens(new PlatformTokens() {
            @Override
            public String execution(Member member) {
                return "execution " + member.user() + minted.incrementAndGet();
            }

            @Override
            public String person(Member member) {
                return "person " + member.user() + minted.incrementAndGet();
            }
        });

        assertThat(tokens.execution(ADA)).isEqualTo("execution ada1").isEqualTo(tokens.execution(ADA));
        assertThat(tokens.person(ADA)).isEqualTo("person ada2").isEqualTo(tokens.person(ADA));
        assertThat(tokens.person(BOB)).isEqualTo("person bob3");
    }
}
