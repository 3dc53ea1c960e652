package dev.grantkeeper.testkit.authorization;

/** An error answer of RFC 6749 section 5.2, on its way to the client. */
final class Refusal extends RuntimeException {

    private final transient Answer answer;

    private Refusal(Answer answer, String error) {
        super(error, null, false, false);
        this.answer = answer;
    }

    static Refusal of(String error, String description) {
        return new Refusal(Answer.error(400, error, description), error);
    }

    static Refusal invalidClient(String description) {
        var answer = Answer.error(401, "invalid_client", description)
                .with("WWW-Authenticate", "Basic realm=\"scriptable\", charset=\"UTF-8\"");
        return new Refusal(answer, "invalid_client");
    }

    Answer answer() {
        return answer;
    }
}
