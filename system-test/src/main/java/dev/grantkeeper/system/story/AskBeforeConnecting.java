package dev.grantkeeper.system.story;

import static dev.grantkeeper.system.caller.Platform.WORKSPACE;
import static dev.grantkeeper.system.story.Stage.ADA;
import static dev.grantkeeper.system.story.Stage.BOB;

import dev.grantkeeper.system.caller.Looked.Refused;
import dev.grantkeeper.system.caller.Prompt;
import java.net.URI;
import java.time.Duration;

final class AskBeforeConnecting implements Step {

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Override
    public String title() {
        return "The app asks for Ada's connection, which does not exist: Ada is prompted, and nobody else";
    }

    @Override
    public String play(Stage stage) {
        var adas = stage.openStream(ADA, stage.platform().person(ADA, "member"));
        var bobs = stage.openStream(BOB, stage.platform().person(BOB, "member"));
        stage.streams(adas, bobs);

        stage.lookups().get(0).user(stage.platform().execution(WORKSPACE, ADA));
        long answered = System.nanoTime();
        var shown = adas.await(AT_ONCE, "prompt", Prompt::isOpen);
        long told = System.nanoTime();
        var refused = ask(stage, ADA);
        Check.same("the prompt that every lookup names", shown.id(), id(refused));
        Check.same("the link that every lookup names", shown.link(), link(refused));
        Check.same("whom the prompt is for", "user:" + ADA, shown.owner());
        Check.same("the prompt's reason", "never_connected", shown.reason());
        Check.same("the prompt on the topic", shown, published(stage, refused));
        stage.adasLink(shown.link());

        var bobsRefusal = ask(stage, BOB);
        var bobsPrompt = bobs.await(AT_ONCE, "prompt", Prompt::isOpen);
        Check.same("the prompt on Bob's stream", id(bobsRefusal), bobsPrompt.id());
        Check.same("whom Bob's prompt is for", "user:" + BOB, bobsPrompt.owner());
        Check.same("the number of prompts on Bob's stream", 1, bobs.prompts().size());
        Check.that(!bobs.mentions(shown.id()) && !bobs.mentions(ADA), "Bob's stream shows something of Ada's");
        Check.that(!adas.mentions(bobsPrompt.id()), "Ada's stream shows Bob's prompt");
        return "AUTH_REQUIRED (never_connected) with a link; prompt on Ada's stream " + (told - answered) / 1_000_000
                + " ms after the answer, and on the topic; on Bob's stream only Bob's own";
    }

    private static Prompt published(Stage stage, Refused refused) {
        return stage.topic().await(AT_ONCE, "prompt", prompt -> prompt.id().equals(id(refused)));
    }

    /** Over every protocol and at every vault: one prompt, however often and wherever it is asked. */
    private static Refused ask(Stage stage, String user) {
        String token = stage.platform().execution(WORKSPACE, user);
        Refused first = null;
        for (var lookup : stage.lookups()) {
            var refused = lookup.refused(lookup.user(token), "AUTH_REQUIRED");
            Check.same("the cause", "never_connected", refused.details().get("cause"));
            Check.same("the refusal over " + lookup.protocol(), first == null ? refused : first, refused);
            first = refused;
        }
        return first;
    }

    private static String id(Refused refused) {
        return refused.details().get("prompt_id");
    }

    private static URI link(Refused refused) {
        return URI.create(refused.details().get("connect_url"));
    }
}
