package dev.grantkeeper.system.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotCaret;
import java.nio.file.Path;

/** Pictures of pages: below target, or those of docs/ where {@code -Dscreenshots=true} asks for them. */
final class Pictures {

    private static final Path DIRECTORY = Boolean.getBoolean("screenshots")
            ? Path.of(System.getProperty("grantkeeper.home", ".."), "docs", "screenshots")
            : Path.of("target", "screenshots");

    private Pictures() {}

    /** Of what is in the window. */
    static void take(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(DIRECTORY.resolve(name + ".png"))
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setCaret(ScreenshotCaret.HIDE));
    }
}
