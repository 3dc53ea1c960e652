package dev.grantkeeper.system.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees what, and what they are not offered. That the vault would not let them either is tested there. */
@ExtendWith(RunningConsole.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesIT {

    private final Site site;

    RolesIT(Site site) {
        this.site = site;
    }

    @BeforeAll
    void populate() {
        Population.of(site);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connections", "apps", "activity"})
    void stranger_atAnyPage_isAskedWhoTheyAreAndThenIsThere(String page) {
        try (var stranger = site.stranger("ada", Look.LIGHT)) {
            stranger.page().navigate(site.console(page).toString());
            stranger.page().waitForURL(Pattern.compile(".*/platform/sign-in$"));
            stranger.button("Ada, member").click();

            stranger.arrived(page);
            assertThat(stranger.page().locator(".rail [aria-current=page]")).hasAttribute("href", "/console/" + page);
            assertThat(stranger.page().locator(".person")).containsText("Ada");
        }
    }

    @Test
    void member_atConnections_managesTheirOwnAndSeesTheWorkspaces() {
        try (var ada = site.visitor("ada", "connections")) {
            var own = group(ada, "Yours").locator("li.row");
            assertThat(own).hasCount(1);
            open(own);
            assertThat(Visitor.button(own, "Disconnect")).isVisible();

            var shared = group(ada, "Workspace acme").locator("li.row");
            assertThat(shared).hasCount(1);
            assertThat(shared).containsText("key set");
            open(shared);
            assertThat(shared).containsText("Connected by");
            assertThat(shared).containsText("Grace");
            assertThat(Visitor.button(shared, "Disconnect")).hasCount(0);

            var offered = ada.row("Slack");
            assertThat(offered).containsText("an admin connects it");
            assertThat(offered.getByRole(AriaRole.BUTTON)).hasCount(0);
            assertThat(ada.page().locator("main")).not().containsText("Bob");
        }
    }

    @Test
    void admin_atConnections_managesTheWorkspacesAndSeesNobodyElses() {
        try (var grace = site.visitor("grace", "connections")) {
            var shared = group(grace, "Workspace acme").locator("li.row");
            open(shared);
            assertThat(Visitor.button(shared, "Disconnect")).isVisible();
            assertThat(Visitor.button(grace.row("Slack"), "Connect")).isVisible();
            assertThat(group(grace, "Yours")).hasCount(0);
            assertThat(grace.page().locator("main")).not().containsText("Ada");
            assertThat(grace.page().locator("main")).not().containsText("Bob");
        }
    }

    @Test
    void developer_atApps_seesTheDefinitionsOfTheirAppAlone() {
        try (var dev = site.visitor("dev", "apps")) {
            assertThat(dev.page().locator("h1")).hasText("Email Sequencer");
            assertThat(Visitor.button(dev.page().locator("main"), "Edit")).hasCount(2);
            assertThat(dev.page().locator("main")).not().containsText("HubSpot");
            assertThat(dev.page().locator("main")).not().containsText(site.clientSecret());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "grace"})
    void nobodyElse_atApps_definesAnything(String name) {
        try (var visitor = site.visitor(name, "apps")) {
            assertThat(visitor.page().locator("main")).containsText("Apps are set up by their developers.");
            assertThat(visitor.page().locator("gk-apps").getByRole(AriaRole.BUTTON))
                    .hasCount(0);
        }
    }

    @Test
    void member_atActivity_readsTheirOwnAndTheWorkspaces() {
        try (var ada = site.visitor("ada", "activity")) {
            var entries = ada.page().locator("gk-activity");
            assertThat(entries.getByText("You connected Email Sequencer for you")
                            .first())
                    .isVisible();
            assertThat(entries.getByText("Grace connected Email Sequencer for the workspace")
                            .first())
                    .isVisible();
            assertThat(entries).not().containsText("Bob");
        }
    }

    @Test
    void developersTest_runsTheFlowAsThemselves_andSaysWhatCame() {
        try (var dev = site.visitor("dev", "apps")) {
            var test = dev.page().locator("gk-test").first();
            dev.consent(dev.popup(() -> Visitor.button(test, "Test").click()));

            assertThat(test).containsText("It works");
            assertThat(test.locator("dl")).containsText("sequences.write");
        }
    }

    private static Locator group(Visitor visitor, String title) {
        return visitor.page()
                .locator("gk-connections section")
                .filter(new Locator.FilterOptions()
                        .setHas(visitor.page()
                                .locator("h2", new com.microsoft.playwright.Page.LocatorOptions().setHasText(title))));
    }

    private static void open(Locator row) {
        Visitor.button(row, "Details of Email Sequencer").click();
    }
}
