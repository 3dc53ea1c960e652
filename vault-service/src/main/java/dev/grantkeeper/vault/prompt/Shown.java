package dev.grantkeeper.vault.prompt;

import java.util.List;
import java.util.Optional;

/**
 * A prompt and what people are told beside it.
 *
 * @param offered empty where the app's definition is not there any more
 * @param hidings of everybody who put it aside; where one person asked, of that person alone
 */
record Shown(Prompt prompt, Optional<Offered> offered, List<Hiding> hidings) {}
