package dev.grantkeeper.vault.authorization;

import static java.util.stream.Collectors.joining;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A browser of one person: keeps cookies by their path, and follows no redirect by itself. Whatever address it is sent to,
 * it knocks at the vault under test.
 */
final class Browser {

    private record Kept(String value, String path) {}

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final URI vault;
    private final Map<String, Kept> cookies = new LinkedHashMap<>();

    Browser(URI vault) {
        this.vault = vault;
    }

    /** The front end shows its person's token. */
    Browser signIn(String bearer) {
        var answer = post("/v1/session", bearer, "");
        if (answer.statusCode() != 204) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return this;
    }

    Browser signOut() {
        send(request("/v1/session").DELETE());
        return this;
    }

    /** Visits a page as by a link: cookies, and no header of the API. */
    HttpResponse<String> visit(String address) {
        return send(request(address).GET());
    }

    /** Submits a form of the vault's pages. */
    HttpResponse<String> submit(String address, String form) {
        return send(request(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    HttpResponse<String> post(String path, String bearer, String json) {
        return send(authorized(path, bearer).POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> put(String path, String bearer, JsonObject json) {
        return send(authorized(path, bearer).PUT(BodyPublishers.ofString(json.encode())));
    }

    HttpResponse<String> delete(String path, String bearer) {
        return send(authorized(path, bearer).DELETE());
    }

    HttpResponse<String> get(String path, String bearer) {
        return send(authorized(path, bearer).GET());
    }

    /** As the link of an email client might be opened: in the same browser, without a cookie. */
    Browser forget(String cookieName) {
        cookies.keySet().removeIf(name -> name.startsWith(cookieName));
        return this;
    }

    void keep(String cookieName, String value) {
        cookies.put(cookieName, new Kept(value, "/"));
    }

    String cookie(String name) {
        return cookies.get(name).value();
    }

    /** The cookies that a request to this path carries. */
    Map<String, String> cookiesAt(String path) {
        var sent = new LinkedHashMap<String, String>();
        cookies.forEach((name, kept) -> {
            if (path.startsWith(kept.path())) {
                sent.put(name, kept.value());
            }
        });
        return sent;
    }

    private HttpRequest.Builder authorized(String path, String bearer) {
        return request(path).header("Authorization", bearer).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String address) {
        var asked = URI.create(address);
        var path = asked.getRawPath() + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery());
        var request = HttpRequest.newBuilder(vault.resolve(path));
        var carried = cookiesAt(asked.getRawPath()).entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(joining("; "));
        return carried.isEmpty() ? request : request.header("Cookie", carried);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::store);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void store(String header) {
        var parts = header.split("; ");
        var name = parts[0].substring(0, parts[0].indexOf('='));
        var path = "/";
        var gone = false;
        for (var attribute : parts) {
            path = attribute.startsWith("Path=") ? attribute.substring("Path=".length()) : path;
            gone |= attribute.equals("Max-Age=0");
        }
        if (gone) {
            cookies.remove(name);
        } else {
            cookies.put(name, new Kept(parts[0].substring(name.length() + 1), path));
        }
    }
}
