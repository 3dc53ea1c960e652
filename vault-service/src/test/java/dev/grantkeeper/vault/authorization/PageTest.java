package dev.grantkeeper.vault.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageTest {

    @Test
    void html_ofHostileText_isEscaped() {
        var html = new Page(200, "<b>\"'&", "</p><script>alert(1)</script> $1 %s \\").html();

        assertThat(html)
                .contains("&lt;b&gt;&quot;&#39;&amp;")
                .contains("&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt; $1 %s \\")
                .doesNotContain("<script", "<b>");
    }

    @Test
    void securityPolicy_allowsThePagesOwnStyle() throws Exception {
        var style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL)
                .matcher(Page.connected("app", Optional.empty(), Optional.empty())
                        .html());

        assertThat(style.find()).isTrue();
        var digest = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(Page.incident("i").securityPolicy())
                .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'")
                .doesNotContain("unsafe", "http");
    }

    @Test
    void securityPolicy_ofAPageThatIsDone_allowsTheScriptThatClosesItAndNoOther() throws Exception {
        var done = Page.connected("app", Optional.empty(), Optional.empty());
        var script = Pattern.compile("<script>(.*)</script>").matcher(done.html());

        assertThat(script.find()).isTrue();
        var digest = MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(done.securityPolicy())
                .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';");
        assertThat(Page.incident("i").securityPolicy()).doesNotContain("script-src");
    }

    @Test
    void connected_withSomethingToRead_staysOpen() {
        var page = Page.connected("app", Optional.of(Instant.EPOCH), Optional.empty());

        assertThat(page.html()).doesNotContain("<script");
        assertThat(page.securityPolicy()).doesNotContain("script-src");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void refusal_everyOne_speaksToThePerson(Refusal refusal) {
        assertThat(refusal.page().status()).isBetween(400, 503);
        assertThat(refusal.page().title()).isNotBlank();
        assertThat(refusal.page().text()).endsWith(".");
    }
}
