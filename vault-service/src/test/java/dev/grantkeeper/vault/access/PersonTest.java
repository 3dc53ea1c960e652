package dev.grantkeeper.vault.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.vault.error.Failure;
import dev.grantkeeper.vault.error.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonTest {

    private static final Tenant ACME = new Tenant("platform", "acme");
    private static final Owner ADA = Owner.user("ada");
    private static final Owner THE_WORKSPACE = Owner.workspace(ACME);

    private final Person member = new Person(ACME, "ada", false, Instant.MAX);
    private final Person admin = new Person(ACME, "grace", true, Instant.MAX);

    @Test
    void member_ownConnection_isTheirsAndTheWorkspacesIsSeenOnly() {
        assertThat(member.actingFor(OwnerKind.USER)).isEqualTo(ADA);
        assertThat(member.mayActFor(ADA)).isTrue();
        assertThat(member.maySee(THE_WORKSPACE)).isTrue();
        assertThat(member.mayActFor(THE_WORKSPACE)).isFalse();
        assertThatThrownBy(() -> member.actingFor(OwnerKind.WORKSPACE))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN));
    }

    @Test
    void admin_workspacesConnection_isTheirsAndOthersAreNotEvenSeen() {
        assertThat(admin.actingFor(OwnerKind.WORKSPACE)).isEqualTo(THE_WORKSPACE);
        assertThat(admin.mayActFor(THE_WORKSPACE)).isTrue();
        assertThat(admin.maySee(ADA)).isFalse();
        assertThat(admin.mayActFor(ADA)).isFalse();
    }

    @Test
    void anybody_anotherWorkspace_isNotTheirs() {
        var elsewhere = Owner.workspace(new Tenant("platform", "umbrella"));

        assertThat(admin.maySee(elsewhere)).isFalse();
        assertThat(admin.mayActFor(elsewhere)).isFalse();
    }

    @Test
    void user_namedAsTheWorkspace_isNotTheWorkspace() {
        var confusing = new Person(ACME, "acme", false, Instant.MAX);

        assertThat(confusing.mayActFor(THE_WORKSPACE)).isFalse();
        assertThat(member.maySee(Owner.user("acme"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "a\"b", "ä", "a\u0000"})
    void identifier_thatMightMeanSomethingElse_isRefused(String id) {
        assertThatThrownBy(() -> Owner.user(id)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tenant("platform", id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tenant_written_isReadBack() {
        assertThat(Tenant.parse(ACME.toString())).isEqualTo(ACME);
    }
}
