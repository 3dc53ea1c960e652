package dev.grantkeeper.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
    @Test
    void toString_anyHolder_neverShowsTheSecret() {
        Token token = Token.of("very-secret");

        assertThat(token.toString()).doesNotContain("very");
        assertThat(new ClientIdentity("id", Optional.of(token)).toString()).doesNotContain("very");
        assertThat(new CodeGrant(token, URI.create("https://x.example"), Optional.empty()).toString())
                .doesNotContain("very");
        assertThat(new Outcome.Renewed(token, Optional.of(token), Optional.empty(), Optional.empty(), Optional.empty())
                        .toString())
                .doesNotContain("very");
    }

    @Test
    void equals_sameText_isEqual() {
        assertThat(Token.of("a")).isEqualTo(Token.of("a")).hasSameHashCodeAs(Token.of("a"));
        assertThat(Token.of("a")).isNotEqualTo(Token.of("b")).isNotEqualTo(Token.of("aa"));
    }

    @Test
    void of_empty_refused() {
        assertThatThrownBy(() -> Token.of("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void clientIdentity_blankId_refused() {
        assertThatThrownBy(() -> new ClientIdentity(" ", Optional.empty())).hasMessageContaining("client_id");
    }

    @Test
    void challenge_exampleOfRfc7636_matches() {
        Pkce pkce = new Pkce(Token.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));

        assertThat(pkce.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void generate_twice_differs() {
        SecureRandom random = new SecureRandom();

        assertThat(Pkce.generate(random)).isNotEqualTo(Pkce.generate(random));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX+"})
    void pkce_verifierOutsideTheStandard_refused(String verifier) {
        assertThatThrownBy(() -> new Pkce(Token.of(verifier)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(verifier);
    }
}
