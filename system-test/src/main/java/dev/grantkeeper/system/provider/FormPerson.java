package dev.grantkeeper.system.provider;

import static java.util.stream.Collectors.joining;

import dev.grantkeeper.system.caller.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in whatever forms an authorization server shows, each time from a fresh browser. */
final class FormPerson {

    private static final Pattern FORM = Pattern.compile("<form([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("<(?:input|textarea)([^>]*)>");
    private static final int MOST_STEPS = 20;
    private static final Duration ONE_ANSWER = Duration.ofSeconds(20);

    private final Map<String, String> answers;

    /** @param answers by the names of the fields they belong into */
    FormPerson(Map<String, String> answers) {
        this.answers = Map.copyOf(answers);
    }

    /**
     * Opens the authorization request and goes on until the server sends the browser back.
     *
     * @return where to
     * @throws IllegalStateException if it shows a page without a form
     */
    URI authorize(URI request) {
        String callback = callback(request);
        var browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        var next = HttpRequest.newBuilder(request);
        for (int step = 0; step < MOST_STEPS; step++) {
            var page = send(browser, next);
            if (page.statusCode() / 100 == 3) {
                var location =
                        page.uri().resolve(page.headers().firstValue("Location").orElseThrow());
                if (location.toString().startsWith(callback)) {
                    return location;
                }
                next = HttpRequest.newBuilder(location);
            } else {
                next = filledIn(page);
            }
        }
        throw new IllegalStateException("still asked after " + MOST_STEPS + " steps");
    }

    private HttpRequest.Builder filledIn(HttpResponse<String> page) {
        var form = FORM.matcher(page.body());
        if (page.statusCode() != 200 || !form.find()) {
            throw new IllegalStateException(page.uri().getPath() + " shows no form: " + page.statusCode());
        }
        var fields = new LinkedHashMap<String, String>();
        Matcher field = FIELD.matcher(form.group(2));
        while (field.find()) {
            String name = attribute(field.group(1), "name");
            if (answers.containsKey(name)) {
                fields.put(name, answers.get(name));
            } else if (attribute(field.group(1), "type").equals("hidden")) {
                fields.put(name, attribute(field.group(1), "value"));
            }
        }
        String action = attribute(form.group(1), "action");
        return HttpRequest.newBuilder(action.isEmpty() ? page.uri() : page.uri().resolve(action))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields.entrySet().stream()
                        .map(pair -> Http.encode(pair.getKey()) + "=" + Http.encode(pair.getValue()))
                        .collect(joining("&"))));
    }

    private static String callback(URI request) {
        for (String pair : request.getRawQuery().split("&")) {
            if (pair.startsWith("redirect_uri=")) {
                return Http.decode(pair.substring("redirect_uri=".length()));
            }
        }
        throw new IllegalArgumentException("an authorization request without redirect_uri");
    }

    private static String attribute(String tag, String name) {
        var matcher = Pattern.compile("(?:^|\\s)" + name + "=\"([^\"]*)\"").matcher(tag);
        return matcher.find() ? matcher.group(1).replace("&quot;", "\"").replace("&amp;", "&") : "";
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) {
        try {
            return browser.send(
                    request.header("Accept", "text/html").timeout(ONE_ANSWER).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("the authorization server did not answer the browser", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
