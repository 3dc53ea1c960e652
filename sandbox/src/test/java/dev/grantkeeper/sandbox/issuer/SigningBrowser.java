package dev.grantkeeper.sandbox.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantkeeper.sandbox.Http;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser at the platform's pages: keeps cookies, and follows a redirect when it is told to. */
final class SigningBrowser {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final Http http;
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();

    SigningBrowser(Http http) {
        this.http = http;
    }

    HttpResponse<String> open(URI uri) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri).header("Accept", "text/html").build(), BodyHandlers.ofString());
    }

    /** Where it is sent from there. */
    URI redirected(URI uri) throws IOException, InterruptedException {
        return location(open(uri));
    }

    /** From where one wants to go, over the sign-in page, to where one is sent in the end. */
    URI signIn(URI wanted, String user) throws IOException, InterruptedException {
        var page = open(redirected(wanted));
        return redirected(location(choose(user, csrf(page))));
    }

    /** What the page's form carries against forgery. */
    static String csrf(HttpResponse<String> page) {
        var csrf = CSRF.matcher(page.body());
        if (!csrf.find()) {
            throw new IllegalStateException("No form on " + page.uri());
        }
        return csrf.group(1);
    }

    HttpResponse<String> choose(String user, String csrf) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(http.uri("/platform/sign-in"))
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(Http.encode(Map.of("user", user, "_csrf", csrf))))
                        .build(),
                BodyHandlers.ofString());
    }

    static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    }

    private static URI location(HttpResponse<String> answer) {
        return answer.uri()
                .resolve(answer.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> new IllegalStateException(
                                answer.uri() + " answered " + answer.statusCode() + ": " + answer.body())));
    }
}
