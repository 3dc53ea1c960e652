package dev.grantkeeper.system.browser;

import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.function.Consumer;

/**
 * A page as somebody sees it, in a state that is worth looking at.
 *
 * @param name of its pictures
 * @param person who is signed in
 * @param page of the console
 * @param prepare what they do there first
 */
record Scene(String name, String person, String page, Consumer<Visitor> prepare) {

    static final List<Scene> ALL = List.of(
            new Scene("connections-member", "bob", "connections", bob -> {}),
            new Scene("connection-details", "ada", "connections", Scene::openDetails),
            new Scene("connections-admin", "grace", "connections", grace -> {}),
            new Scene("disconnect", "ada", "connections", ada -> {
                openDetails(ada);
                ada.button("Disconnect").click();
                ada.page().getByRole(AriaRole.DIALOG).waitFor();
            }),
            new Scene("enter-a-key", "bob", "connections", bob -> {
                Visitor.button(bob.row("Invoice Export"), "Enter the key").click();
                bob.page().getByRole(AriaRole.DIALOG).waitFor();
            }),
            new Scene("apps-developer", "dev", "apps", dev -> {}),
            new Scene("apps-template", "dev", "apps", dev -> {
                edit(dev);
                dev.page().getByText("From the catalogue").click();
                dev.page().getByLabel("Search providers").fill("hub");
                dev.page().locator(".templates button").first().click();
            }),
            new Scene("apps-catalogue", "dev", "apps", dev -> {
                edit(dev);
                dev.page().getByText("From the catalogue").click();
                dev.page().locator(".templates li").nth(5).waitFor();
            }),
            new Scene("apps-custom", "dev", "apps", Scene::edit),
            new Scene("apps-member", "ada", "apps", ada -> {}),
            new Scene("activity-member", "ada", "activity", ada -> {}),
            new Scene("activity-admin", "grace", "activity", grace -> {}));

    /** Whether a picture of it on a phone is worth keeping. */
    boolean onAPhone() {
        return name.equals("connections-member") || name.equals("connection-details");
    }

    private static void openDetails(Visitor visitor) {
        var row = visitor.row("Sandbox Mail").first();
        Visitor.button(row, "Details of Email Sequencer").click();
        row.locator(".tick").first().waitFor();
    }

    private static void edit(Visitor dev) {
        dev.page().locator("#edit-user").click();
        dev.page().locator("gk-definition form").waitFor();
    }

    @Override
    public String toString() {
        return name;
    }
}
