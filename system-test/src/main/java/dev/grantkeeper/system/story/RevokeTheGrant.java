package dev.grantkeeper.system.story;

import static dev.grantkeeper.system.caller.Platform.WORKSPACE;
import static dev.grantkeeper.system.story.Stage.ADA;

import dev.grantkeeper.system.caller.Prompt;
import java.time.Duration;
import java.util.function.Predicate;

final class RevokeTheGrant implements Step {

    private static final Duration AT_MOST = Duration.ofSeconds(15);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Override
    public String title() {
        return "The grant is revoked at the provider: Ada is prompted within 15 s, reconnects, and it works again";
    }

    @Override
    public String play(Stage stage) {
        String token = stage.platform().execution(WORKSPACE, ADA);
        var any = stage.lookups().get(0);
        var before = any.served(any.user(token));
        stage.adasConnection(before);
        long revoked = System.nanoTime();
        Check.same("the number of grants that ended", 1, stage.provider().revoke(ADA));
        Predicate<Prompt> wanted = prompt -> prompt.isOpen()
                && prompt.owner().equals("user:" + ADA)
                && prompt.reason().equals("grant_revoked");
        var prompt = stage.topic().await(AT_MOST, "prompt for a revoked grant", wanted);
        long told = System.nanoTime();
        stage.adasStream().await(AT_ONCE, "prompt for a revoked grant", wanted);
        for (var lookup : stage.lookups()) {
            var refused = lookup.refused(lookup.user(token), "AUTH_REQUIRED");
            Check.same("the cause", "grant_revoked", refused.details().get("cause"));
            Check.same("the prompt", prompt.id(), refused.details().get("prompt_id"));
        }
        stage.adasLink(prompt.link());
        var after = Connect.connect(stage);
        Check.same("the connection's id after reconnecting", before.id(), after.id());
        Check.that(
                after.generation() > before.generation(),
                "generation " + after.generation() + " came after " + before.generation());
        Check.that(!stage.bobsStream().mentions(ADA), "Bob's stream shows something of Ada's");
        return "auth.required (grant_revoked) after " + (told - revoked) / 100_000_000 / 10.0
                + " s; lookups: AUTH_REQUIRED; reconnected: same connection id, generation " + before.generation()
                + " became " + after.generation();
    }
}
