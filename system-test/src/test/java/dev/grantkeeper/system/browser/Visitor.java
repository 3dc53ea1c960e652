package dev.grantkeeper.system.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A person in a browser profile of their own, at the console. What its scripts complain of is a failure when it closes. */
final class Visitor implements AutoCloseable {

    static final double PATIENCE_MILLIS = 20_000;

    private final Site site;
    private final String name;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private boolean mayComplain;

    Visitor(Site site, String name, Browser browser, Look look) {
        this.site = site;
        this.name = name;
        this.context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setDeviceScaleFactor(look.scale())
                .setColorScheme(look.theme())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB")
                .setTimezoneId("UTC"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") && isOurs(message.location())) {
                complaints.add(message.text());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        this.page = context.newPage();
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** For those who break something on purpose. */
    void expectingComplaints() {
        mayComplain = true;
    }

    /** Waits until the page is there with what it shows of the vault. */
    void arrived(String place) {
        page.waitForURL(Pattern.compile(Pattern.quote(site.console(place).toString()) + ".*"));
        assertThat(page.locator("main")).hasAttribute("aria-busy", "false");
        assertThat(page.locator(".skeleton")).hasCount(0);
        page.waitForLoadState(LoadState.LOAD);
    }

    Locator button(String label) {
        return button(page.locator("body"), label);
    }

    static Locator button(Locator within, String label) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(label).setExact(true));
    }

    /** The row that has this text in it. */
    Locator row(String text) {
        return page.locator("li.row").filter(new Locator.FilterOptions().setHasText(text));
    }

    /** Does it, and is in the window that opens for it. */
    Page popup(Runnable act) {
        return page.waitForPopup(act);
    }

    /** At the external service's sign-in page and its consent page, as far as they come. */
    void consent(Page window) {
        if (isAt(window, "/login")) {
            window.locator("input[name=username]").fill(name);
            window.locator("input[name=password]").fill(site.passwordOf(name));
            window.locator("input[name=password]").press("Enter");
        }
        if (isAt(window, "/oauth2/authorize")) {
            window.locator("input[type=checkbox][name=scope]").all().forEach(Locator::check);
            window.locator("button[type=submit]").first().click();
        }
    }

    /** As {@link #consent}, without a mouse. */
    void consentByKeyboard(Page window) {
        if (isAt(window, "/login")) {
            window.keyboard().type(name);
            window.keyboard().press("Tab");
            window.keyboard().type(site.passwordOf(name));
            window.keyboard().press("Enter");
        }
        if (isAt(window, "/oauth2/authorize")) {
            var boxes = window.locator("input[type=checkbox][name=scope]");
            for (int i = 0; i < boxes.count(); i++) {
                window.keyboard().press("Tab");
                window.keyboard().press("Space");
            }
            window.keyboard().press("Tab");
            window.keyboard().press("Enter");
        }
    }

    /** Waits until the window is at a page of the service, is back at the vault, or has closed. */
    private boolean isAt(Page window, String path) {
        String login = site.sandbox().resolve("/login").toString();
        String consent = site.sandbox().resolve("/oauth2/authorize").toString();
        String back = site.vault().resolve("/callback/").toString();
        try {
            window.waitForURL(url -> url.startsWith(back)
                    || url.startsWith(consent)
                    || url.startsWith(login) && !path.equals("/oauth2/authorize"));
            return window.url().startsWith(site.sandbox().resolve(path).toString());
        } catch (PlaywrightException e) {
            if (window.isClosed()) {
                return false;
            }
            throw e;
        }
    }

    private boolean isOurs(String location) {
        return location.contains(site.vault().getAuthority());
    }

    @Override
    public void close() {
        context.close();
        if (!complaints.isEmpty() && !mayComplain) {
            throw new AssertionError("the browser of " + name + " complained: " + complaints);
        }
    }
}
