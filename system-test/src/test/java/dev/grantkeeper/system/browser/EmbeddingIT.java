package dev.grantkeeper.system.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotCaret;
import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.machine.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of docs/embedding.md, on another origin than the vault's, in a browser. */
class EmbeddingIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** As a page has one, which the documented one leaves open. */
    private static final String SOME_STYLE = """
            () => {
              const sheet = new CSSStyleSheet()
              sheet.replaceSync('body{margin:40px;max-width:560px;font:15px system-ui}gk-connect{margin-top:12px}')
              document.adoptedStyleSheets.push(sheet)
            }""";

    private static EmbeddingProduct product;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        var chromium = Chromium.find();
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium");
        setDefaultAssertionTimeout(SOON.toMillis());
        product = EmbeddingProduct.start(chromium.orElseThrow());
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
        }
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        contexts.forEach(BrowserContext::close);
        assertThat(wrong).isEmpty();
    }

    @Test
    void prompt_accountAtAProvider_comesLiveIsConnectedInPlaceAndGoes() {
        var page = open("ada.member");
        assertThat(userConnection(page).getByText("Not connected")).isVisible();
        assertThat(prompts(page)).isHidden();

        assertThat(product.lookUp("ada")).isInstanceOf(Looked.Refused.class);
        var prompt = prompt(page, "HubSpot needs you");
        assertThat(prompt.getByText("Email Sequencer needs an account of yours at HubSpot to go on."))
                .isVisible();
        var window = page.waitForPopup(() -> click(prompt, "Connect"));
        product.agree(window, "ada");

        assertThat(page.locator("gk-prompts [part~=settled]").getByText("Connected by ada"))
                .isVisible();
        Patience.await(SOON, "closed window", () -> Optional.of(window).filter(Page::isClosed));
        assertThat(product.lookUp("ada")).isInstanceOf(Looked.Served.class);
        assertThat(userConnection(page).getByText("Connected by ada")).isVisible();
        assertThat(button(userConnection(page), "Disconnect")).isVisible();

        product.removeTheAppAtTheProvider("ada");
        assertThat(prompt(page, "HubSpot needs you").getByText("HubSpot stopped accepting the old permission today"))
                .isVisible();
        assertThat(userConnection(page).getByText("Needs you", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        var again = page.waitForPopup(() -> click(prompt(page, "HubSpot needs you"), "Reconnect"));
        product.agree(again, "ada");
        assertThat(page.locator("gk-prompts [part~=settled]").getByText("Reconnected by ada"))
                .isVisible();
    }

    @Test
    void prompt_ofAWorkspaceWithAKey_isSealedAndShowsTheOtherAdminsWhoDidIt() {
        var graces = open("grace.admin");
        var heidis = open("heidi.admin");
        assertThat(product.lookUpWorkspace()).isInstanceOf(Looked.Refused.class);
        assertThat(prompt(heidis, "Mailgun needs you")).isVisible();

        click(prompt(graces, "Mailgun needs you"), "Connect");
        var form = prompt(graces, "Mailgun needs you");
        form.getByLabel("Key for Mailgun").fill(" sk_live/+=%20é ");
        form.getByLabel("Key for Mailgun").press("Enter");

        assertThat(heidis.locator("gk-prompts [part~=settled]").getByText("Connected by grace"))
                .isVisible();
        assertThat(graces.locator("gk-prompts [part~=settled]").getByText("Connected by grace"))
                .isVisible();
        assertThat(((Looked.Served) product.lookUpWorkspace()).value()).isEqualTo("sk_live/+=%20é");
        assertThat(sent).anyMatch(request -> request.contains("/secret ") && request.contains("sealed_value"));
        assertThat(sent).noneMatch(request -> request.contains("sk_live"));

        var connection = heidis.locator("gk-connect[owner=workspace]");
        click(connection, "Disconnect");
        assertThat(button(connection, "Disconnect")).isDisabled();
        connection.getByLabel("Type Mailgun to confirm").fill("mailgun");
        click(connection, "Disconnect");
        assertThat(graces.locator("gk-connect[owner=workspace]").getByText("Not connected"))
                .isVisible();
        assertThat(product.lookUpWorkspace()).isInstanceOf(Looked.Refused.class);
    }

    @Test
    void connection_ofTheWorkspace_isForMembersToSeeOnly() {
        var page = open("judy.member");

        assertThat(page.locator("gk-connect[owner=workspace]").getByText("Only admins connect this one."))
                .isVisible();
        assertThat(page.locator("gk-connect[owner=workspace]").getByRole(AriaRole.BUTTON))
                .hasCount(0);
    }

    @Test
    void connection_accountAtAProvider_isMadeAndEndedWithoutAPrompt() {
        var page = open("grace.admin");
        page.evaluate("for (const name of ['gk-connected', 'gk-disconnected'])"
                + " addEventListener(name, (event) => (window.heard ??= []).push(name + ' ' + event.detail.app))");
        var window = page.waitForPopup(() -> click(userConnection(page), "Connect"));
        product.agree(window, "grace");

        assertThat(userConnection(page).getByText("Connected by grace")).isVisible();
        Patience.await(SOON, "closed window", () -> Optional.of(window).filter(Page::isClosed));
        click(userConnection(page), "Disconnect");
        userConnection(page).getByLabel("Type HubSpot to confirm").fill("HubSpot");
        click(userConnection(page), "Disconnect");
        assertThat(userConnection(page).getByText("Not connected")).isVisible();
        assertThat(page.evaluate("window.heard.join()"))
                .isEqualTo("gk-connected email-sequencer,gk-disconnected email-sequencer");
    }

    @Test
    void prompt_snoozedOrDismissed_isGoneFromEveryTabUntilItIsTakenBack() {
        var page = open("ivan.member");
        var other = open("ivan.member");
        product.lookUp("ivan");
        var prompt = prompt(page, "HubSpot needs you");
        click(prompt, "Snooze");
        click(prompt, "1 hour");
        assertThat(prompts(other)).isHidden();

        click(page.locator("gk-prompts"), "Undo");
        assertThat(prompt(other, "HubSpot needs you")).isVisible();
        click(prompt, "Dismiss");
        assertThat(prompts(other)).isHidden();
        page.reload();
        assertThat(userConnection(page).getByText("Not connected")).isVisible();
        assertThat(prompts(page)).isHidden();
    }

    @Test
    void prompt_afterTheTokenHasEnded_comesWithAFreshOne() {
        var page = open("mallory.member.short");
        assertThat(userConnection(page).getByText("Not connected")).isVisible();
        Patience.await(SOON, "fourth fresh token, of two streams", () -> Optional.of(
                        product.site().freshTokensOf("mallory.member.short"))
                .filter(count -> count >= 4));

        product.lookUp("mallory");
        assertThat(prompt(page, "HubSpot needs you")).isVisible();
    }

    @Test
    void prompt_whereTheBrowserOpensNoWindow_offersALink() {
        var page = open("bob.member");
        page.evaluate("void (window.open = () => null)");
        product.lookUp("bob");
        var prompt = prompt(page, "HubSpot needs you");
        click(prompt, "Connect");

        assertThat(prompt.getByText("Your browser did not open the window.")).isVisible();
        var window =
                page.context().waitForPage(() -> prompt.getByRole(AriaRole.LINK).click());
        product.agree(window, "bob");
        assertThat(page.locator("gk-prompts [part~=settled]").getByText("Connected by bob"))
                .isVisible();
    }

    @Test
    void prompt_openedWhileTheVaultRestarts_isShownOnce() {
        var page = open("olivia.member");
        assertThat(userConnection(page).getByText("Not connected")).isVisible();
        product.restartTheVault();
        product.lookUp("olivia");

        assertThat(prompt(page, "HubSpot needs you")).isVisible();
        assertThat(prompts(page)).hasCount(1);
    }

    @Test
    void elements_inBothThemesAndWithFormsOpen_areUsableByAll() {
        for (var theme : ColorScheme.values()) {
            if (theme == ColorScheme.NO_PREFERENCE) {
                continue;
            }
            var page = open("trent.admin");
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            page.setViewportSize(1120, 620);
            page.evaluate(SOME_STYLE);
            product.lookUp("trent");
            product.lookUpWorkspace();
            click(prompt(page, "Mailgun needs you"), "Connect");
            assertThat(prompt(page, "Mailgun needs you").getByLabel("Key for Mailgun"))
                    .isFocused();
            picture(page, "embedding-" + theme.name().toLowerCase(Locale.ROOT));
            click(prompt(page, "HubSpot needs you"), "Snooze");
            click(page.locator("gk-connect[owner=workspace]"), "Connect");
            button(page.locator("gk-connect[owner=workspace] form"), "Connect").click();
            assertThat(page.locator("gk-connect[owner=workspace]").getByText("This is needed."))
                    .isVisible();

            assertThat(new AxeBuilder(page).analyze().getViolations())
                    .filteredOn(violation -> List.of("serious", "critical").contains(violation.getImpact()))
                    .isEmpty();
        }
    }

    @Test
    void element_namingAnotherVaultInMarkup_asksForNoToken() {
        var page = open("peggy.member");
        assertThat(userConnection(page).getByText("Not connected")).isVisible();
        page.evaluate("void (globalThis.stolen = () => (globalThis.asked = true))");
        var thrown = page.evaluate("""
                () => new Promise((resolve) => {
                  addEventListener('error', (event) => { event.stopImmediatePropagation(); resolve(event.message) }, true)
                  const element = document.createElement('gk-prompts')
                  element.setAttribute('vault', 'https://elsewhere.example')
                  element.setAttribute('get-token', 'stolen')
                  document.body.append(element)
                  setTimeout(() => resolve('nothing was thrown'), 3_000)
                })""");

        assertThat(String.valueOf(thrown)).contains("load the module from https://elsewhere.example");
        assertThat(page.evaluate("globalThis.asked === undefined")).isEqualTo(true);
        wrong.removeIf(message -> message.contains("elsewhere.example"));
        assertThat(sent).noneMatch(request -> request.contains("elsewhere.example"));
    }

    private Page open(String person) {
        var context = product.browser().newContext(new Browser.NewContextOptions().setLocale("en-GB"));
        contexts.add(context);
        context.addCookies(List.of(
                new Cookie("person", person).setUrl(product.site().address().toString())));
        var page = context.newPage();
        page.onPageError(wrong::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && message.text().contains("Content Security Policy")) {
                wrong.add(message.text());
            }
        });
        context.onRequest(request -> sent.add(request.url() + " " + request.postData()));
        page.navigate(product.site().address().toString());
        return page;
    }

    private static Locator prompts(Page page) {
        return page.locator("gk-prompts [part~=card]");
    }

    private static Locator prompt(Page page, String title) {
        return page.locator("gk-prompts").getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions().setName(title));
    }

    private static Locator userConnection(Page page) {
        return page.locator("gk-connect[owner=user]");
    }

    private static void click(Locator in, String button) {
        button(in, button).click();
    }

    private static Locator button(Locator in, String name) {
        return in.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Those of docs/embedding.md, where {@code grantkeeper.screenshots} says docs/screenshots. */
    private static void picture(Page page, String name) {
        var directory = Path.of(System.getProperty("grantkeeper.screenshots", "target/screenshots"));
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(directory.resolve(name + ".png"))
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setCaret(ScreenshotCaret.HIDE));
    }
}
