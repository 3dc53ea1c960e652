package dev.grantkeeper.system.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Logs in through Keycloak's HTML form, each time from a fresh browser, so that each grant has a session of its own. */
public final class KeycloakPerson {

    private static final Pattern FORM = Pattern.compile("<form[^>]*id=\"kc-form-login\"[^>]*action=\"([^\"]+)\"");
    private static final Duration ONE_ANSWER = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String name;
    private final String password;

    KeycloakPerson(String name, String password) {
        this.name = name;
        this.password = password;
    }

    /**
     * Logs in where the vault has sent the browser to.
     *
     * @return where Keycloak sends the browser back to, with a code
     * @throws IllegalStateException if it shows another page
     */
    public URI authorize(URI authorizationRequest) {
        var page = send(HttpRequest.newBuilder(authorizationRequest));
        var form = FORM.matcher(page.body());
        if (page.statusCode() != 200 || !form.find()) {
            throw new IllegalStateException("Keycloak shows no login page: " + page.statusCode());
        }
        var answer = send(HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                .header("Cookie", cookies(page))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + encode(name) + "&password=" + encode(password))));
        return answer.headers()
                .firstValue("Location")
                .map(URI::create)
                .filter(back -> back.getQuery() != null && back.getQuery().contains("code="))
                .orElseThrow(() -> new IllegalStateException("Keycloak did not log in: " + answer.statusCode()));
    }

    /** Kept whatever they say of themselves: some are for TLS only. */
    private static String cookies(HttpResponse<String> page) {
        var cookies = new HashMap<String, String>();
        for (String cookie : page.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return cookies.entrySet().stream().map(Map.Entry::toString).collect(joining("; "));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(ONE_ANSWER).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from Keycloak", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
