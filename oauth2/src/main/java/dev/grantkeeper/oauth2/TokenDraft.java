package dev.grantkeeper.oauth2;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request for a token before it is written out. It carries secrets, and does not print them.
 *
 * @param fields named as the provider wants them; where they go is the settings' {@code token_body}, or the URL for a GET
 */
public record TokenDraft(HttpMethod method, URI url, Map<String, String> headers, Map<String, String> fields) {

    public TokenDraft withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new TokenDraft(method, url, more, fields);
    }

    public TokenDraft withoutFields() {
        return new TokenDraft(method, url, headers, Map.of());
    }

    @Override
    public String toString() {
        return "TokenDraft[redacted]";
    }
}
