package dev.grantkeeper.system.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {

    private final TokenIssuer issuer = TokenIssuer.start();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void execution_verifiedByPublishedKeys_saysWhoRunsWhere() throws Exception {
        var claims = verified(issuer.execution("acme", "mailer", "ada"));

        assertThat(claims.getStringClaimValue("workspace")).isEqualTo("acme");
        assertThat(claims.getStringClaimValue("app")).isEqualTo("mailer");
        assertThat(claims.getStringClaimValue("user")).isEqualTo("ada");
        assertThat(claims.getStringClaimValue("scope")).isEqualTo("connections:read");
        assertThat(Duration.ofSeconds(claims.getExpirationTime().getValue()
                        - claims.getIssuedAt().getValue()))
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void others_verifiedByPublishedKeys_sayTheirRoleOrScope() throws Exception {
        assertThat(verified(issuer.person("acme", "ada", "admin")).getStringClaimValue("role"))
                .isEqualTo("admin");
        assertThat(verified(issuer.developer("mailer")).getStringClaimValue("scope"))
                .isEqualTo("apps:write");
        assertThat(verified(issuer.operator()).getStringClaimValue("scope")).isEqualTo("vault:operate");
    }

    @Test
    void token_registeredWorker_isItsSubject() throws Exception {
        issuer.register("worker-2", "a secret+");

        var answer = ask("grant_type=client_credentials&client_id=worker-2&client_secret=a+secret%2B");

        assertThat(answer.statusCode()).isEqualTo(200);
        var claims = verified(answer.body().replaceFirst(".*\"access_token\":\"([^\"]*)\".*", "$1"));
        assertThat(claims.getSubject()).isEqualTo("worker-2");
        assertThat(claims.getStringClaimValue("scope")).isEqualTo("renewals");
    }

    @Test
    void token_wrongSecretOrGrant_isRefused() throws Exception {
        issuer.register("worker-1", "secret");

        assertThat(ask("grant_type=client_credentials&client_id=worker-1&client_secret=wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(ask("grant_type=client_credentials").statusCode()).isEqualTo(401);
        assertThat(ask("grant_type=password&client_id=worker-1&client_secret=secret")
                        .body())
                .contains("unsupported_grant_type");
    }

    private HttpResponse<String> ask(String form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(issuer.tokenEndpoint())
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private JwtClaims verified(String token) throws Exception {
        var keys = new JsonWebKeySet(get(issuer.jwks()));
        return new JwtConsumerBuilder()
                .setVerificationKey(keys.getJsonWebKeys().get(0).getKey())
                .setExpectedIssuer(issuer.issuer().toString())
                .setExpectedAudience("grantkeeper")
                .setExpectedType(true, "at+jwt")
                .build()
                .processToClaims(token);
    }

    private String get(URI uri) throws Exception {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
