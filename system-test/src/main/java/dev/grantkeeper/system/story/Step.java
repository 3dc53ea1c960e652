package dev.grantkeeper.system.story;

/** One thing that users would say the product does. */
interface Step {

    /** In users' words, one line. */
    String title();

    /**
     * Does it and looks whether it is so.
     *
     * @return what was seen, one line, without secrets
     * @throws RuntimeException saying what was not as it should be
     */
    String play(Stage stage);
}
