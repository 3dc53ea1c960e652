package dev.grantkeeper.system.story;

import static dev.grantkeeper.system.caller.Platform.WORKSPACE;
import static dev.grantkeeper.system.story.Stage.ADA;
import static dev.grantkeeper.system.story.Stage.BOB;
import static dev.grantkeeper.system.story.Stage.GRACE;

import java.util.List;

final class SetTheWorkspaceSecret implements Step {

    private static final String OTHER_WORKSPACE = "globex";

    @Override
    public String title() {
        return "A member may not set the workspace's secret, an admin may; it serves that workspace and no other";
    }

    @Override
    public String play(Stage stage) {
        var platform = stage.platform();
        var refused = stage.frontEnd(platform.person(ADA, "member"))
                .setWorkspaceSecret(stage.workspaceSecret())
                .expect(403);
        Check.same("the reason of the refusal", "FORBIDDEN", refused.text("reason"));
        var set = stage.frontEnd(platform.person(GRACE, "admin"))
                .setWorkspaceSecret(stage.workspaceSecret())
                .expect(200);
        Check.that(!set.body().toString().contains(stage.workspaceSecret()), "the secret is answered back");

        int served = 0;
        for (String token : List.of(
                platform.execution(WORKSPACE, ADA),
                platform.execution(WORKSPACE, BOB),
                platform.executionOfNobody(WORKSPACE))) {
            for (var lookup : stage.lookups()) {
                var value = lookup.served(lookup.workspace(token));
                Check.that(value.value().equals(stage.workspaceSecret()), "another value is served than was set");
                Check.same("whose it is", "workspace:" + WORKSPACE, value.owner());
                served++;
            }
        }
        String elsewhere = platform.execution(OTHER_WORKSPACE, ADA);
        for (var lookup : stage.lookups()) {
            lookup.refused(lookup.workspace(elsewhere), "AUTH_REQUIRED");
        }
        return "member: FORBIDDEN; admin: set; served " + served
                + " times, to Ada, to Bob and to an execution of nobody's; workspace " + OTHER_WORKSPACE
                + ": AUTH_REQUIRED";
    }
}
