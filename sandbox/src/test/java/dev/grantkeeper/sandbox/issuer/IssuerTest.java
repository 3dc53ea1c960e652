package dev.grantkeeper.sandbox.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.grantkeeper.sandbox.Http;
import dev.grantkeeper.sandbox.Http.Answer;
import dev.grantkeeper.sandbox.SandboxTest;
import dev.grantkeeper.sandbox.platform.Address;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SandboxTest
class IssuerTest {

    private static final String BOOTSTRAP = "Bearer bootstrap-1";
    private static final String EXECUTION =
            "{\"caller\":\"execution\",\"workspace\":\"acme\",\"app\":\"email-sequencer\",\"user\":\"ada\"}";

    private final Http http;

    IssuerTest(Address address) {
        http = new Http(address.origin());
    }

    @Test
    void mint_execution_isSignedByThePublishedKeyAndSaysWho() throws Exception {
        JWTClaimsSet claims = verified(http.postJson("/platform/tokens", BOOTSTRAP, EXECUTION));

        assertThat(claims.getIssuer()).isEqualTo(http.uri("/platform").toString());
        assertThat(claims.getAudience()).containsExactly("grantkeeper");
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("app-runtime");
        assertThat(claims.getStringClaim("workspace")).isEqualTo("acme");
        assertThat(claims.getStringClaim("app")).isEqualTo("email-sequencer");
        assertThat(claims.getStringClaim("user")).isEqualTo("ada");
        assertThat(claims.getStringClaim("scope")).isEqualTo("connections:read");
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(life(claims)).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void mint_executionWithoutUser_hasTheAppAsSubject() throws Exception {
        JWTClaimsSet claims = verified(http.postJson(
                "/platform/tokens", BOOTSTRAP, "{\"caller\":\"execution\",\"workspace\":\"acme\",\"app\":\"crm\"}"));

        assertThat(claims.getSubject()).isEqualTo("crm");
        assertThat(claims.getClaims()).doesNotContainKeys("user", "role");
    }

    @Test
    void mint_person_hasRoleAndNoScope() throws Exception {
        JWTClaimsSet claims = verified(http.postJson(
                "/platform/tokens",
                BOOTSTRAP,
                "{\"caller\":\"person\",\"workspace\":\"acme\",\"user\":\"grace\",\"role\":\"admin\"}"));

        assertThat(claims.getStringClaim("role")).isEqualTo("admin");
        assertThat(claims.getClaims()).doesNotContainKeys("scope", "app");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"caller\":\"developer\",\"app\":\"crm\"}`, apps:write",
                "`{\"caller\":\"operator\"}`, vault:operate",
                "`{\"caller\":\"operator\",\"scope\":\"apps:write\"}`, apps:write"
            })
    void mint_developerOrOperator_hasTheScope(String body, String scope) throws Exception {
        JWTClaimsSet claims = verified(http.postJson("/platform/tokens", BOOTSTRAP, body));

        assertThat(claims.getStringClaim("scope")).isEqualTo(scope);
    }

    @Test
    void mint_overridden_makesATokenThatMustBeRefused() throws Exception {
        JWTClaimsSet claims = verified(http.postJson(
                "/platform/tokens",
                BOOTSTRAP,
                "{\"caller\":\"operator\",\"expires_in\":-60,\"audience\":\"other\",\"issuer\":\"https://other\"}"));

        assertThat(claims.getExpirationTime()).isBefore(new Date());
        assertThat(claims.getAudience()).containsExactly("other");
        assertThat(claims.getIssuer()).isEqualTo("https://other");
    }

    @Test
    void mint_unsigned_hasAlgorithmNone() throws Exception {
        Answer answer = http.postJson("/platform/tokens", BOOTSTRAP, "{\"caller\":\"operator\",\"unsigned\":true}");

        assertThat(JWTParser.parse(answer.json().get("access_token").asString()))
                .isInstanceOf(PlainJWT.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{}`, caller must be",
                "`{\"caller\":\"execution\",\"app\":\"crm\"}`, workspace must be given",
                "`{\"caller\":\"person\",\"workspace\":\"acme\",\"user\":\"ada\"}`, role must be given",
                "`{\"caller\":\"person\",\"workspace\":\"acme\",\"user\":\"ada\",\"role\":\"king\"}`, role must be member",
                "`{\"caller\":\"operator\",\"expires\":5}`, `\"expires\"`"
            })
    void mint_incomplete_isRefusedNamingTheField(String body, String problem) throws Exception {
        Answer answer = http.postJson("/platform/tokens", BOOTSTRAP, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource({"Bearer wrong", "''"})
    void mint_withoutBootstrapSecret_isRefused(String authorization) throws Exception {
        Answer answer = http.postJson("/platform/tokens", authorization, EXECUTION);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.raw().body()).isEmpty();
    }

    @Test
    void clientCredentials_worker_getsARenewalsToken() throws Exception {
        Answer answer = worker(Http.basic("refresh-worker", "worker-secret-1"), "client_credentials", "renewals");
        JWTClaimsSet claims = verified(answer);

        assertThat(answer.json().get("token_type").asString()).isEqualTo("Bearer");
        assertThat(answer.raw().headers().firstValue("Cache-Control").orElse(""))
                .contains("no-store");
        assertThat(claims.getSubject()).isEqualTo("refresh-worker");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("refresh-worker");
        assertThat(claims.getStringClaim("scope")).isEqualTo("renewals");
        assertThat(claims.getAudience()).containsExactly("grantkeeper");
        assertThat(life(claims)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void clientCredentials_secretInBody_isAccepted() throws Exception {
        Answer answer = http.postForm(
                "/platform/oauth2/token",
                "",
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "refresh-worker",
                        "client_secret", "worker-secret-1"));

        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "refresh-worker, wrong, client_credentials, renewals, 401, invalid_client",
        "other, worker-secret-1, client_credentials, renewals, 401, invalid_client",
        "refresh-worker, worker-secret-1, password, renewals, 400, unsupported_grant_type",
        "refresh-worker, worker-secret-1, client_credentials, vault:operate, 400, invalid_scope"
    })
    void clientCredentials_notAsRegistered_isRefused(
            String client, String secret, String grantType, String scope, int status, String error) throws Exception {
        Answer answer = worker(Http.basic(client, secret), grantType, scope);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().get("error").asString()).isEqualTo(error);
    }

    @Test
    void keys_publishNothingPrivate() throws Exception {
        assertThat(http.get("/platform/jwks").raw().body())
                .contains("\"P-256\"", "\"ES256\"")
                .doesNotContain("\"d\"");
    }

    @Test
    void health_whenRunning_isUp() throws Exception {
        assertThat(http.get("/health").json().get("status").asString()).isEqualTo("UP");
    }

    private Answer worker(String authorization, String grantType, String scope) throws Exception {
        return http.postForm("/platform/oauth2/token", authorization, Map.of("grant_type", grantType, "scope", scope));
    }

    private JWTClaimsSet verified(Answer answer) throws Exception {
        assertThat(answer.status()).isEqualTo(200);
        SignedJWT token = SignedJWT.parse(answer.json().get("access_token").asString());
        JWKSet keys = JWKSet.parse(http.get("/platform/jwks").raw().body());
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(token.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey())))
                .isTrue();
        return token.getJWTClaimsSet();
    }

    private static Duration life(JWTClaimsSet claims) {
        return Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
    }
}
