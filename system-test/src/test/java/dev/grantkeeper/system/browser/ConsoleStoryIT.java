package dev.grantkeeper.system.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.grantkeeper.system.caller.Looked;
import dev.grantkeeper.system.caller.Platform;
import dev.grantkeeper.system.machine.Patience;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The story of the demo, as the people in it see it. Each step begins where the one before ended. */
@ExtendWith(RunningConsole.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleStoryIT {

    private static final String APP_NAME = "Email Sequencer";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Site site;
    private final Visitor ada;
    private final Latencies latencies = new Latencies();

    ConsoleStoryIT(Site site) {
        this.site = site;
        this.ada = site.visitor("ada", "connections");
    }

    @AfterAll
    void leave() {
        ada.close();
    }

    @Test
    @Order(1)
    void developer_definesTheApp_andAdaSeesTheOffer() {
        try (var dev = site.stranger("dev", Look.LIGHT)) {
            dev.page().navigate(site.console("apps").toString());
            dev.button("Dev, admin and developer of email-sequencer").click();
            dev.arrived("apps");

            var kind = dev.page().getByRole(AriaRole.REGION, named("User connection"));
            Visitor.button(kind, "Set up").click();
            kind.getByText("OAuth 2.0", exact()).click();
            kind.getByText("Custom", exact()).click();
            kind.getByText("By URL", exact()).click();
            kind.getByLabel("Authorization endpoint")
                    .fill(site.sandbox().resolve("/oauth2/authorize").toString());
            kind.getByLabel("Token endpoint").fill("ftp://nowhere/token");
            kind.getByLabel("Revocation endpoint")
                    .fill(site.sandbox().resolve("/oauth2/revoke").toString());
            assertThat(kind.locator(".error")).containsText("Must be an https URL");
            kind.getByLabel("Token endpoint")
                    .fill(site.sandbox().resolve("/oauth2/token").toString());
            assertThat(kind.locator("gk-copy input")).hasValue(site.redirectUri());
            kind.getByText("It is registered at the provider").click();
            kind.getByLabel("Client authentication").selectOption("basic");
            kind.getByLabel("Refresh tokens").selectOption("strict");
            kind.getByLabel("Scopes", exactLabel()).fill("sequences.read sequences.write");
            kind.getByLabel("Client ID").fill(Site.APP);
            kind.getByLabel("Client secret").fill("  " + site.clientSecret() + " ");
            kind.getByLabel("Name", exactLabel()).fill("Sandbox Mail");
            Visitor.button(kind, "Save").click();
            assertThat(kind.locator("form")).hasCount(0);
            assertThat(kind).containsText("Sandbox Mail");
            assertThat(kind).containsText("Version 1");

            var workspace = dev.page().getByRole(AriaRole.REGION, named("Workspace connection"));
            Visitor.button(workspace, "Set up").click();
            workspace.getByText("Secret", exact()).click();
            Visitor.button(workspace, "Save").click();
            assertThat(workspace.locator("form")).hasCount(0);
        }
        ada.page().reload();
        ada.arrived("connections");
        assertThat(ada.row("Sandbox Mail")).containsText("Not connected");
        assertThat(ada.row("Sandbox Mail")).containsText(APP_NAME);
    }

    @Test
    @Order(2)
    void appAsks_beforeAdaConnected_sheIsPromptedLive() {
        assertThat(lookup()).isInstanceOf(Looked.Refused.class);

        assertThat(need())
                .containsText("Email Sequencer wants to use your Sandbox Mail account and is not connected yet.");
    }

    @Test
    @Order(3)
    void connect_throughTheProvidersPageInAPopup_closesItAndServesTheApp() {
        connect(need());

        assertThat(need()).hasCount(0);
        assertThat(toast()).containsText("Sandbox Mail is connected.");
        assertThat(ada.row(APP_NAME).first()).containsText("Connected");
        assertThat(lookup()).isInstanceOf(Looked.Served.class);
    }

    @Test
    @Order(4)
    void row_opened_saysWhoWhatAndHowItWasRenewed() {
        var row = ada.row("Sandbox Mail");
        Visitor.button(row, "Details of " + APP_NAME).click();

        assertThat(row.locator("gk-detail")).containsText("Connected by");
        assertThat(row.locator("gk-detail")).containsText("You, ");
        assertThat(row.locator(".scopes li")).hasCount(2);
        assertThat(row.locator(".tick").first()).isVisible();
        Visitor.button(row, "Details of " + APP_NAME).click();
    }

    @Test
    @Order(5)
    void grantRevokedAtTheProvider_showsWithoutAReload_andReconnectingEndsIt() {
        for (int round = 1; round <= 3; round++) {
            revoke();
            connect(need());
            assertThat(need()).hasCount(0);
        }
        latencies.write();

        assertThat(latencies.longest()).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    @Order(6)
    void reconnect_byKeyboardAlone_works() {
        revoke();
        var keys = ada.page().keyboard();
        ada.page().evaluate("document.activeElement.blur()");

        tabTo(Visitor.button(need(), "Reconnect"));
        var window = ada.popup(() -> keys.press("Enter"));
        ada.consentByKeyboard(window);

        assertThat(need()).hasCount(0);
        assertThat(ada.row("Sandbox Mail")).containsText("Connected");
    }

    @Test
    @Order(7)
    void disconnect_afterTypingTheName_endsItHereAndAtTheProvider() {
        var token = ((Looked.Served) lookup()).value();
        var row = ada.row("Sandbox Mail");
        Visitor.button(row, "Details of " + APP_NAME).click();
        Visitor.button(row, "Disconnect").click();
        var dialog = ada.page().getByRole(AriaRole.DIALOG);
        assertThat(Visitor.button(dialog, "Disconnect")).isDisabled();
        dialog.getByRole(AriaRole.TEXTBOX).fill(APP_NAME);
        Visitor.button(dialog, "Disconnect").click();

        assertThat(dialog).hasCount(0);
        assertThat(ada.row("Sandbox Mail")).containsText("Disconnected");
        Patience.await(
                SOON,
                "end of the grant at the provider",
                () -> site.provider().introspect(token).active() ? Optional.empty() : Optional.of(true));
    }

    @Test
    @Order(8)
    void admin_typesTheWorkspacesKey_andEveryExecutionGetsIt() {
        String key = "sk_live/" + Platform.WORKSPACE + "+=";
        try (var grace = site.visitor("grace", "connections")) {
            Visitor.button(grace.page().locator("li.row"), "Enter the key").click();
            var dialog = grace.page().getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Key", exactLabel()).fill(key);
            Visitor.button(dialog, "Enter the key").click();
            assertThat(dialog).hasCount(0);
            assertThat(grace.page().locator("main")).containsText("key set");
        }
        var served = site.lookup().workspace(site.platform().execution(Platform.WORKSPACE, "bob"));
        assertThat(served).isInstanceOfSatisfying(Looked.Served.class, it -> assertThat(it.value())
                .isEqualTo(key));
        assertThat(ada.page().locator("main")).containsText("Workspace acme");
    }

    @Test
    @Order(9)
    void signOut_endsTheSession_andBackIsTheSignInPage() {
        ada.button("Sign out").click();

        assertThat(ada.page().locator("main")).containsText("You are signed out.");
        ada.button("Sign in again").click();
        ada.page().waitForURL(Pattern.compile(".*/platform/sign-in$"));
    }

    /** Ends Ada's grant at the provider, and waits until her page says so. */
    private void revoke() {
        assertThat(site.provider().revoke("ada")).isPositive();
        long revoked = System.nanoTime();
        assertThat(need()).isVisible();
        latencies.add(Duration.ofNanos(System.nanoTime() - revoked));
        assertThat(need()).containsText("Sandbox Mail stopped accepting the old permission today.");
        assertThat(ada.row("Sandbox Mail")).containsText("Needs you");
    }

    private void connect(Locator need) {
        Page window = ada.popup(() -> need.getByRole(AriaRole.BUTTON).first().click());
        ada.consent(window);
        if (!window.isClosed()) {
            window.waitForClose(() -> {});
        }
    }

    private void tabTo(Locator wanted) {
        for (int i = 0; i < 40; i++) {
            ada.page().keyboard().press("Tab");
            if ((boolean) wanted.evaluate("it => it === document.activeElement")) {
                return;
            }
        }
        throw new AssertionError("40 times Tab do not lead to " + wanted);
    }

    private Locator need() {
        return ada.page().locator(".need:not(.over)");
    }

    private Locator toast() {
        return ada.page().locator(".toasts");
    }

    private Looked lookup() {
        return site.lookup().user(site.platform().execution(Platform.WORKSPACE, "ada"));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.GetByTextOptions exact() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static Locator.GetByLabelOptions exactLabel() {
        return new Locator.GetByLabelOptions().setExact(true);
    }
}
