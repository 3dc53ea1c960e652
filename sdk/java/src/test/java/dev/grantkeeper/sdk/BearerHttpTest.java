package dev.grantkeeper.sdk;

import static dev.grantkeeper.sdk.FakeVault.problem;
import static dev.grantkeeper.sdk.FakeVault.rejection;
import static dev.grantkeeper.sdk.FakeVault.served;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grantkeeper.sdk.FakeVault.Asked;
import dev.grantkeeper.sdk.FakeVault.Reply;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerHttpTest {

    private static final Reply OK = new Reply(200, Map.of(), "done");
    private static final Reply REFUSED = new Reply(401, Map.of(), "who are you?");

    private final FakeVault vault = new FakeVault();
    private final FakeVault service = new FakeVault();
    private final FakeVault other = new FakeVault();
    private final BearerHttp http = Grantkeeper.at(vault.uri(), () -> "execution")
            .timeout(Duration.ofSeconds(10))
            .build()
            .userHttp(HttpClient.newHttpClient());

    @AfterEach
    void close() {
        List.of(vault, service, other).forEach(FakeVault::close);
    }

    @Test
    void send_connected_carriesTheValueInPlaceOfAnyOther() throws Exception {
        vault.answers(served("at-1", 1));
        service.answers(OK);

        var answer = http.send(
                request("/mails")
                        .header("authorization", "Basic abc")
                        .header("X-Own", "kept")
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("done");
        assertThat(service.asked().get(0).header("Authorization")).isEqualTo("Bearer at-1");
        assertThat(service.asked().get(0).header("X-own")).isEqualTo("kept");
        assertThat(paths(vault)).containsExactly("/v1/lookup/user-connection");
    }

    @Test
    void refused_newerValueComes_isSentAgainOnceWithIt() throws Exception {
        vault.answers(served("at-1", 1), rejection(1, "renewing"), served("at-1", 1), served("at-2", 2));
        service.answers(REFUSED, OK);

        var answer = http.send(post(BodyPublishers.ofString("mail")), BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("done");
        assertThat(bearers(service)).containsExactly("Bearer at-1", "Bearer at-2");
        assertThat(service.asked().stream().map(Asked::body)).containsExactly("mail", "mail");
        assertThat(paths(vault))
                .containsExactly(
                        "/v1/lookup/user-connection",
                        "/v1/lookup/rejections",
                        "/v1/lookup/user-connection",
                        "/v1/lookup/user-connection");
    }

    @Test
    void refused_newerValueToo_isReportedOnceAndReturned() throws Exception {
        vault.answers(served("at-1", 1), rejection(2, "newer_value"), served("at-2", 2));
        service.answers(any -> REFUSED);

        var answer = http.send(request("/").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(service.asked()).hasSize(2);
        assertThat(paths(vault)).containsOnlyOnce("/v1/lookup/rejections");
    }

    @Test
    void refused_connectedAnewMeanwhile_usesTheNewConnection() throws Exception {
        var anew = new Reply(200, Map.of(), served("at-9", 1).body().replace("3f0c5d52", "00000000"));
        vault.answers(served("at-1", 5), rejection(5, "renewing"), anew);
        service.answers(REFUSED, OK);

        http.send(request("/").build(), BodyHandlers.discarding());

        assertThat(bearers(service)).containsExactly("Bearer at-1", "Bearer at-9");
    }

    @Test
    void refused_onlyAPersonCanHelp_isAuthRequired() {
        vault.answers(
                served("at-1", 1),
                rejection(1, "prompted"),
                problem(424, "AUTH_REQUIRED", ",\"cause\":\"grant_revoked\",\"connect_url\":\"https://v/connect/1\""));
        service.answers(REFUSED);

        var failure = catchThrowableOfType(
                AuthRequired.class, () -> http.send(request("/").build(), BodyHandlers.ofString()));

        assertThat(failure.why()).isEqualTo("grant_revoked");
        assertThat(failure.link()).isPresent();
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void refused_aSecretThatGoesOnBeingServed_isReturnedAfterOneLook() throws Exception {
        vault.answers(served("key", 1), rejection(1, "prompted"), served("key", 1));
        service.answers(REFUSED);

        var answer = http.send(request("/").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(vault.asked()).hasSize(3);
    }

    @Test
    void refused_noNewerValueInTime_isReturnedAsItCame() throws Exception {
        vault.answers(served("at-1", 1), rejection(1, "renewing")).answers(any -> served("at-1", 1));
        service.answers(REFUSED);
        var hasty = Grantkeeper.at(vault.uri(), () -> "execution")
                .timeout(Duration.ofSeconds(3))
                .build()
                .userHttp(HttpClient.newHttpClient());

        var answer = hasty.send(request("/").build(), BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("who are you?");
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void refused_reportedTooOften_isReturnedAsItCame() throws Exception {
        vault.answers(served("at-1", 1), rejection(1, "limited"));
        service.answers(REFUSED);

        var answer = http.send(request("/").build(), BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("who are you?");
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void refused_bodyThatMayBeReadOnlyOnce_isReportedAndNotSentAgain() throws Exception {
        vault.answers(served("at-1", 1), rejection(1, "renewing"));
        service.answers(REFUSED);
        var once = new ByteArrayInputStream("mail".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        var answer = http.send(post(BodyPublishers.ofInputStream(() -> once)), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(service.asked()).hasSize(1);
        assertThat(paths(vault)).contains("/v1/lookup/rejections");
    }

    @Test
    void refused_bodyStreamed_isClosedBeforeTheNext() throws Exception {
        vault.answers(served("at-1", 1), rejection(2, "newer_value"), served("at-2", 2));
        service.answers(REFUSED, OK);

        var closed = new AtomicInteger();

        var answer = http.send(
                request("/").build(),
                any -> BodySubscribers.mapping(BodySubscribers.ofInputStream(), body -> new FilterInputStream(body) {
                    @Override
                    public void close() throws IOException {
                        closed.incrementAndGet();
                        super.close();
                    }
                }));

        assertThat(closed).hasValue(1);
        assertThat(answer.body().readAllBytes()).asString().isEqualTo("done");
    }

    @Test
    void redirect_withinTheOrigin_keepsTheBearer() throws Exception {
        vault.answers(served("at-1", 1));
        service.answers(redirect(302, "/next?a=b"), OK);

        var answer = http.send(request("/first").build(), BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("done");
        assertThat(paths(service)).containsExactly("/first", "/next?a=b");
        assertThat(bearers(service)).containsExactly("Bearer at-1", "Bearer at-1");
    }

    @Test
    void redirect_toAnotherOriginAndBack_losesTheBearerForGood() throws Exception {
        vault.answers(served("at-1", 1));
        service.answers(redirect(307, other.uri() + "/away"), OK);
        other.answers(redirect(307, "/further"), redirect(307, service.uri() + "/back"));

        http.send(post(BodyPublishers.ofString("mail")), BodyHandlers.ofString());

        assertThat(bearers(other)).containsExactly("", "");
        assertThat(bearers(service)).containsExactly("Bearer at-1", "");
        assertThat(service.asked().get(1).body()).isEqualTo("mail");
    }

    @Test
    void redirect_toAnotherOriginThatRefuses_isNotReported() throws Exception {
        vault.answers(served("at-1", 1));
        service.answers(redirect(302, other.uri() + "/away"));
        other.answers(REFUSED);

        var answer = http.send(request("/").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(paths(vault)).containsExactly("/v1/lookup/user-connection");
    }

    @ParameterizedTest
    @CsvSource({"301,GET,''", "302,GET,''", "303,GET,''", "307,POST,mail", "308,POST,mail"})
    void redirect_ofPost_keepsMethodAndBodyOnlyWhereTheStatusSaysSo(int status, String method, String body)
            throws Exception {
        vault.answers(served("at-1", 1));
        service.answers(redirect(status, "/next"), OK);

        http.send(post(BodyPublishers.ofString("mail")), BodyHandlers.ofString());

        assertThat(service.asked().get(1).method()).isEqualTo(method);
        assertThat(service.asked().get(1).body()).isEqualTo(body);
    }

    @Test
    void redirect_withoutEnd_isReturnedAfterFive() throws Exception {
        vault.answers(served("at-1", 1));
        service.answers(any -> redirect(302, "/again"));

        var answer = http.send(request("/").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(service.asked()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "mailto:ada@example.com", "://", "/a b"})
    void redirect_toWhatIsNoWebAddress_isReturned(String location) throws Exception {
        vault.answers(served("at-1", 1));
        service.answers(redirect(302, location));

        assertThat(http.send(request("/").build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(302);
    }

    @Test
    void redirect_fromHttpsToHttp_isNone() {
        var hop = Hop.first(
                HttpRequest.newBuilder(URI.create("https://service.example/a")).build());

        assertThat(hop.next(302, location("http://service.example/a"))).isEmpty();
        assertThat(hop.next(302, location("https://SERVICE.example:443/b")))
                .hasValueSatisfying(next -> assertThat(next.entitled()).isTrue());
        assertThat(hop.next(302, location("https://service.example:8443/b")))
                .hasValueSatisfying(next -> assertThat(next.entitled()).isFalse());
    }

    @Test
    void client_thatFollowsRedirects_isRefused() {
        var grantkeeper = Grantkeeper.at(vault.uri(), () -> "execution").build();
        var following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();

        assertThatIllegalArgumentException().isThrownBy(() -> grantkeeper.userHttp(following));
        assertThatIllegalArgumentException().isThrownBy(() -> grantkeeper.workspaceHttp(following));
    }

    @Test
    void value_thatNoHeaderCarries_isNotQuoted() {
        vault.answers(served("pässwörd", 1));

        assertThatThrownBy(() -> http.send(request("/").build(), BodyHandlers.ofString()))
                .hasMessageContaining("value")
                .hasMessageNotContaining("pässwörd");
    }

    @Test
    void service_away_isTheIOExceptionOfTheRequest() {
        vault.answers(served("at-1", 1));
        service.close();

        assertThatThrownBy(() -> http.send(request("/").build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.uri().resolve(path));
    }

    private HttpRequest post(HttpRequest.BodyPublisher body) {
        return request("/").header("Content-Type", "text/plain").POST(body).build();
    }

    private static Reply redirect(int status, String location) {
        return new Reply(status, Map.of("Location", location), "");
    }

    private static java.net.http.HttpHeaders location(String target) {
        return java.net.http.HttpHeaders.of(Map.of("Location", List.of(target)), (name, value) -> true);
    }

    private static List<String> bearers(FakeVault server) {
        return server.asked().stream()
                .map(asked -> asked.header("Authorization"))
                .toList();
    }

    private static List<String> paths(FakeVault server) {
        return server.asked().stream().map(asked -> asked.uri().toString()).toList();
    }
}
