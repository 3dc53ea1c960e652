package dev.grantkeeper.sandbox.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantkeeper.sandbox.Http;
import dev.grantkeeper.sandbox.Http.Answer;
import dev.grantkeeper.sandbox.SandboxTest;
import dev.grantkeeper.sandbox.platform.Address;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@SandboxTest
@ExtendWith(OutputCaptureExtension.class)
class SignInTest {

    private static final String BOOTSTRAP = "Bearer bootstrap-1";
    private static final String CONSOLE = "http://127.0.0.1:18480/console/connections";
    private static final String AUTHORIZE = "/platform/oauth2/authorize?response_type=code&client_id=console"
            + "&scope=openid&redirect_uri=http%3A%2F%2F127.0.0.1%3A18480%2Fconsole%2Fcallback"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    private final Http http;
    private final SigningBrowser browser;

    SignInTest(Address address) {
        http = new Http(address.origin());
        browser = new SigningBrowser(http);
    }

    @Test
    void link_opened_signsTheBrowserInAndLeadsToTheConsole(CapturedOutput output) throws Exception {
        Answer made = link("{\"user\":\"grace\",\"to\":\"" + CONSOLE + "\"}");
        URI url = URI.create(made.json().get("url").asString());

        HttpResponse<String> opened = browser.open(url);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().get("expires_at").asString()).endsWith("Z");
        assertThat(opened.statusCode()).isEqualTo(303);
        assertThat(opened.headers().firstValue("Location")).contains(CONSOLE);
        assertThat(SigningBrowser.query(browser.redirected(http.uri(AUTHORIZE))))
                .containsKey("code");
        assertThat(output.getAll()).doesNotContain(url.getPath().substring("/platform/sign-in-links/".length()));
    }

    @Test
    void link_openedAgain_signsNobodyIn() throws Exception {
        URI url = URI.create(link("{\"user\":\"ada\",\"to\":\"" + CONSOLE + "\"}")
                .json()
                .get("url")
                .asString());
        browser.open(url);

        var another = new SigningBrowser(http);
        HttpResponse<String> second = another.open(url);

        assertThat(second.statusCode()).isEqualTo(410);
        assertThat(another.redirected(http.uri(AUTHORIZE)).getPath()).isEqualTo("/platform/sign-in");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"user\":\"mallory\",\"to\":\"http://127.0.0.1/console\"}`, user must be",
                "`{\"to\":\"http://127.0.0.1/console\"}`, user must be",
                "`{\"user\":\"ada\"}`, to must be",
                "`{\"user\":\"ada\",\"to\":\"javascript:alert(1)\"}`, to must be"
            })
    void link_incomplete_isRefusedNamingTheField(String body, String problem) throws Exception {
        Answer answer = link(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource({"Bearer wrong", "''"})
    void link_withoutBootstrapSecret_isRefused(String authorization) throws Exception {
        Answer answer = http.postJson(
                "/platform/sign-in-links", authorization, "{\"user\":\"ada\",\"to\":\"" + CONSOLE + "\"}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.raw().body()).isEmpty();
    }

    @Test
    void page_namesEverybody_andWhatTheyAre() throws Exception {
        String page = browser.open(http.uri("/platform/sign-in")).body();

        assertThat(page)
                .contains("Ada, member<", "Bob, member<", "Grace, admin<")
                .contains("Dev, admin and developer of email-sequencer<");
    }

    @Test
    void choose_withoutTheFormsToken_signsNobodyIn() throws Exception {
        browser.open(http.uri("/platform/sign-in"));

        assertThat(browser.choose("grace", "forged").statusCode()).isEqualTo(403);
        assertThat(browser.redirected(http.uri(AUTHORIZE)).getPath()).isEqualTo("/platform/sign-in");
    }

    @Test
    void choose_somebodyUnknown_isRefused() throws Exception {
        var page = browser.open(browser.redirected(http.uri(AUTHORIZE)));

        assertThat(browser.choose("mallory", SigningBrowser.csrf(page)).statusCode())
                .isEqualTo(400);
    }

    private Answer link(String body) throws Exception {
        return http.postJson("/platform/sign-in-links", BOOTSTRAP, body);
    }
}
