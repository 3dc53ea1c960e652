package dev.grantkeeper.system.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantkeeper.system.fleet.Requests.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;

/** What a person's browser does at one vault and at the provider, until the vault says that it is connected. */
public final class CodeFlow {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Requests requests;
    private final PlatformTokens tokens;
    private final AtProvider provider;

    CodeFlow(Requests requests, PlatformTokens tokens, AtProvider provider) {
        this.requests = requests;
        this.tokens = tokens;
        this.provider = provider;
    }

    /** @param provider at which people do this */
    public static CodeFlow at(PlatformTokens tokens, AtProvider provider) {
        return new CodeFlow(new Requests(), tokens, provider);
    }

    /** At a provider that consents at once, and takes the person for whom the login hint says. */
    static AtProvider consentingAtOnce(Requests requests) {
        return (request, member) -> {
            var asked = URI.create(request + "&login_hint=" + URLEncoder.encode(member.owner(), UTF_8));
            return URI.create(requests.get(asked, Map.of()).expect(302).header("Location"));
        };
    }

    /** As from a settings page. */
    void begin(URI vault, Member member) {
        var cookies = signIn(vault, member);
        var begun = requests.authorized(
                        "POST",
                        vault.resolve("/v1/apps/" + member.app() + "/connections/user/authorization"),
                        tokens.person(member))
                .expect(201);
        begun.keepCookie(cookies);
        authorize(vault, member, URI.create(text(begun, "authorization_url")), cookies);
    }

    /**
     * As from a prompt.
     *
     * @throws IllegalStateException unless the vault says in the end that it is connected
     */
    public void follow(URI vault, Member member, URI connectLink) {
        var cookies = signIn(vault, member);
        var sent =
                requests.get(vault.resolve(connectLink.getRawPath()), cookies).expect(303);
        sent.keepCookie(cookies);
        authorize(vault, member, URI.create(sent.header("Location")), cookies);
    }

    private Map<String, String> signIn(URI vault, Member member) {
        var cookies = new HashMap<String, String>();
        requests.authorized("POST", vault.resolve("/v1/session"), tokens.person(member))
                .expect(204)
                .keepCookie(cookies);
        return cookies;
    }

    /** The browser comes back to the vault at hand, whatever the provider says. */
    private void authorize(URI vault, Member member, URI request, Map<String, String> cookies) {
        var back = provider.authorize(request, member);
        requests.get(vault.resolve(back.getRawPath() + "?" + back.getRawQuery()), cookies)
                .expect(200);
    }

    static String text(Reply reply, String field) {
        try {
            return JSON.readTree(reply.body()).path(field).asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(reply + " with no JSON", e);
        }
    }
}
