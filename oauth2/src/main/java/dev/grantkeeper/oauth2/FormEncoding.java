package dev.grantkeeper.oauth2;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code application/x-www-form-urlencoded} in UTF-8 (RFC 6749 appendix B). */
final class FormEncoding {
    private static final String IN_QUERY =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*+,;:@/?";

    private FormEncoding() {}

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> queryName(field.getKey()) + "=" + queryName(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String body(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** The URL with this query after its own. */
    static URI append(URI url, String query) {
        String own = url.getRawQuery();
        String separator = own == null ? "?" : own.isEmpty() ? "" : "&";
        return URI.create(url + separator + query);
    }

    /** A name or value of a query, with a space as {@code %20}: some servers take a plus in a URL literally. */
    static String queryName(String text) {
        return encode(text).replace("+", "%20");
    }

    /** Escapes what would end the value or the query, and what no URL may have (RFC 3986 section 3.4); nothing else. */
    static String leastEscaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            String one = Character.toString(c);
            escaped.append(c < 128 && IN_QUERY.indexOf(c) >= 0 ? one : queryName(one));
        });
        return escaped.toString();
    }

    /** Decodes leniently: the first of a repeated name counts, and what is wrongly escaped is left out. */
    static Map<String, String> decode(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            String[] sides = pair.split("=", 2);
            Optional<String> name = unescape(sides[0]).filter(decoded -> !decoded.isEmpty());
            Optional<String> value = sides.length < 2 ? Optional.of("") : unescape(sides[1]);
            if (name.isPresent() && value.isPresent()) {
                fields.putIfAbsent(name.get(), value.get());
            }
        }
        return fields;
    }

    static Set<String> names(String rawQuery) {
        return rawQuery == null ? Set.of() : decode(rawQuery).keySet();
    }

    private static Optional<String> unescape(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException wronglyEscaped) {
            return Optional.empty();
        }
    }
}
