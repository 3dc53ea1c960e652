package dev.grantkeeper.system.caller;

import dev.grantkeeper.sandbox.ProviderUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.util.List;

/** A person's browser, which the front end has given a session at the vault and which can sign in at the provider. */
public final class Browser {

    /** What the person sees in the end. */
    public record Page(int status, String body) {}

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final String name;
    private final ProviderUser user;

    /** @param password the person's, at the provider */
    public Browser(String name, String password) {
        this.name = name;
        this.user = new ProviderUser(name, password, cookies);
    }

    /** What the front end does before it sends the browser anywhere. */
    public void signIn(URI vault, String personToken) {
        new Http(cookies)
                .send("POST", vault.resolve("/v1/session"), "Bearer " + personToken, null, "")
                .expect(204);
    }

    /** Opens a connect link, signs in and consents at the provider where it asks, and comes back to the vault. */
    public Page follow(URI link) {
        try {
            var page = user.visit(link);
            return new Page(page.status(), page.body());
        } catch (IOException e) {
            throw new UncheckedIOException("the browser of " + name + " got nowhere", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Values of the cookies it holds. */
    public List<String> cookies() {
        return cookies.getCookieStore().getCookies().stream()
                .map(HttpCookie::getValue)
                .toList();
    }

    /** Every address that was opened, with codes and states in them. */
    public List<URI> visited() {
        return user.visited();
    }
}
