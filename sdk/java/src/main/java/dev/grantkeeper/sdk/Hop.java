package dev.grantkeeper.sdk;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request on its way through redirects (RFC 9110 section 15.4).
 *
 * @param entitled whether it still goes to where the app sent it; once it has left that origin (RFC 6454) it never gets the
 *     bearer again, wherever it is sent next
 * @param redirects how many were followed
 */
record Hop(HttpRequest request, boolean entitled, int redirects) {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST = 5;

    static Hop first(HttpRequest request) {
        return new Hop(request, true, 0);
    }

    /** With the bearer, where it may have it. */
    HttpRequest signed(String authorization) {
        var signed = HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase("Authorization"));
        if (entitled) {
            signed.header("Authorization", authorization);
        }
        return signed.build();
    }

    /** Empty where the answer is the last: no redirect, one too many, or one from https to anything else. */
    Optional<Hop> next(int status, HttpHeaders headers) {
        return REDIRECTS.contains(status) && redirects < MOST
                ? headers.firstValue("Location").flatMap(this::target).map(target -> to(target, status))
                : Optional.empty();
    }

    private Hop to(URI target, int status) {
        boolean get = request.method().equals("GET") || request.method().equals("HEAD");
        boolean rewritten =
                !get && (status == 303 || status < 303 && request.method().equals("POST"));
        var redirected = HttpRequest.newBuilder(
                        request, (name, value) -> !rewritten || !name.equalsIgnoreCase("Content-Type"))
                .uri(target);
        if (rewritten) {
            redirected.method("GET", BodyPublishers.noBody());
        }
        return new Hop(redirected.build(), entitled && origin(target).equals(origin(request.uri())), redirects + 1);
    }

    private Optional<URI> target(String location) {
        try {
            var target = request.uri().resolve(location);
            String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
            boolean reachable = scheme.equals("https")
                    || scheme.equals("http") && request.uri().getScheme().equalsIgnoreCase("http");
            return reachable && target.getHost() != null ? Optional.of(target) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
