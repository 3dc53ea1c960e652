package dev.grantkeeper.system.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stands on top of every page while it needs somebody, and how they put it off. */
@ExtendWith(RunningConsole.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromptsIT {

    private final Site site;

    PromptsIT(Site site) {
        this.site = site;
    }

    @BeforeAll
    void populate() {
        Population.of(site);
    }

    @Test
    void needs_onEveryPage_areTheSame() {
        try (var bob = site.visitor("bob", "connections")) {
            for (String page : new String[] {"Apps", "Activity", "Connections"}) {
                bob.page().getByRole(AriaRole.LINK).getByText(page).click();
                assertThat(need(bob, "Sandbox Mail stopped accepting the old permission"))
                        .isVisible();
                assertThat(need(bob, "Invoice Export wants to use your")).isVisible();
            }
        }
    }

    @Test
    void snooze_inOneTab_hidesItInTheOther_andAfterReloading() {
        try (var bob = site.visitor("bob", "connections");
                var again = site.visitor("bob", "activity")) {
            var need = need(bob, "Sandbox Mail");
            assertThat(need(again, "Sandbox Mail")).isVisible();
            need.locator("summary").click();
            need.locator(".items button").first().click();

            assertThat(need).hasCount(0);
            assertThat(need(again, "Sandbox Mail")).hasCount(0);
            again.page().reload();
            again.arrived("activity");
            assertThat(need(again, "Invoice Export")).isVisible();
            assertThat(need(again, "Sandbox Mail")).hasCount(0);
        }
    }

    @Test
    void dismissal_ofAWorkspacesPrompt_leavesItToTheOtherAdmins() {
        try (var grace = site.visitor("grace", "connections");
                var dev = site.visitor("dev", "connections")) {
            assertThat(need(dev, "Slack")).isVisible();
            need(grace, "Slack").locator("button.square").click();

            assertThat(need(grace, "Slack")).hasCount(0);
            assertThat(need(dev, "Slack")).isVisible();
        }
    }

    @Test
    void workspacesPrompt_member_isNotBothered() {
        try (var bob = site.visitor("bob", "connections")) {
            assertThat(need(bob, "Invoice Export")).isVisible();
            assertThat(need(bob, "Slack")).hasCount(0);
        }
    }

    @Test
    void stream_lost_isSaidUntilItIsBack() {
        try (var ada = site.visitor("ada", "connections")) {
            ada.expectingComplaints();
            assertThat(ada.page().locator(".lost")).hasCount(0);
            ada.context().setOffline(true);
            assertThat(ada.page().locator(".lost")).containsText("You are offline.");
            ada.context().setOffline(false);
            assertThat(ada.page().locator(".lost")).hasCount(0);
        }
    }

    private static Locator need(Visitor visitor, String text) {
        return visitor.page().locator(".need:not(.over)").filter(new Locator.FilterOptions().setHasText(text));
    }
}
