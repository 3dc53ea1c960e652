package dev.grantkeeper.vault.authorization;

import java.util.Locale;

/** Why nothing was connected, with the HTTP status and the words a person gets to see. */
enum Refusal {
    INVALID_CALLBACK(
            400,
            "This page cannot be opened like this",
            "It is where an account provider sends you back to. Go to your platform and start connecting there."),
    UNKNOWN_STATE(
            400,
            "This attempt is over",
            "It was finished already, or took longer than ten minutes. Start connecting again from your platform."),
    OTHER_APP(
            400,
            "Nothing was connected",
            "The account provider sent you back to the wrong app. Start connecting again from your platform."),
    OTHER_BROWSER(
            400,
            "Nothing was connected",
            "This attempt was begun in another browser. If you did not begin it yourself, close this page: somebody"
                    + " may have sent you a link to get at your account. Otherwise start again in this browser."),
    OTHER_ISSUER(
            400,
            "Nothing was connected",
            "The answer did not come from the account provider you were sent to. Start connecting again from your"
                    + " platform."),
    SETTINGS_CHANGED(
            400,
            "Please start again",
            "The app's developer changed its settings while you were connecting. Start connecting again from your"
                    + " platform."),
    OTHER_ACCOUNT(
            409,
            "That is another account",
            "You signed in with another account than the one that is connected, which stays as it is. Sign in with"
                    + " that one at the provider and start again, or disconnect it first."),
    WORKSPACE_DELETED(
            409,
            "Nothing was connected",
            "Your workspace was deleted while you were connecting. Nothing can be connected in it any more."),
    DENIED(
            400,
            "You did not connect the account",
            "The account provider says that access was declined. You can start connecting again whenever you like."),
    PROVIDER_FAILED(
            400,
            "Nothing was connected",
            "The account provider could not finish this. Wait a moment, then start connecting again from your"
                    + " platform."),
    CODE_REJECTED(
            400,
            "Nothing was connected",
            "The account provider did not accept this attempt. Start connecting again from your platform."),
    NOT_SIGNED_IN(
            401,
            "Please sign in first",
            "Sign in to your platform in this browser, then open the link again from there."),
    OTHER_PERSON(
            403,
            "This is for somebody else",
            "Another person has to do this, or you are signed in as somebody else. Nothing was connected."),
    NO_SUCH_PROMPT(
            404,
            "There is nothing to do here",
            "The link is wrong, or somebody has connected the account already. Your platform shows what is still to"
                    + " be done."),
    REFUSED_BY_APP(
            422,
            "Nothing was connected",
            "The app does not allow this connection. What follows is its own words, not those of your platform."),
    MISCONFIGURED(
            424,
            "The app's developer has to mend this",
            "The account provider does not accept the app's settings. Starting again will not help before they are"
                    + " corrected."),
    HOOK_FAILED(
            503,
            "Nothing was connected",
            "The app could not be asked whether it allows this. Wait a moment, then start connecting again from your"
                    + " platform."),
    TRY_AGAIN(
            503,
            "That did not work just now",
            "Wait a moment, then start connecting again from your platform. Nothing was connected.");

    private final int status;
    private final String title;
    private final String text;

    Refusal(int status, String title, String text) {
        this.status = status;
        this.title = title;
        this.text = text;
    }

    /** The word used in metrics and logs. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Page page() {
        return new Page(status, title, text);
    }
}
