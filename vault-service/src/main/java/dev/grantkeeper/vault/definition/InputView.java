package dev.grantkeeper.vault.definition;

import dev.grantkeeper.oauth2.inputs.Input;
import java.util.Optional;

/** What settings leave open, as it is shown to whoever fills it in. */
record InputView(String name, String title, String example, String pattern, Optional<String> defaultValue) {

    static InputView of(Input input) {
        return new InputView(
                input.name(), input.title(), input.example(), input.pattern().pattern(), input.usual());
    }
}
