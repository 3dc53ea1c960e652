package dev.grantkeeper.system.browser;

import com.microsoft.playwright.options.ColorScheme;

/** How a page is looked at: the theme, and the window in CSS pixels. */
record Look(ColorScheme theme, int width, int height, double scale) {

    static final Look LIGHT = new Look(ColorScheme.LIGHT, 1280, 860, 1);
    static final Look DARK = new Look(ColorScheme.DARK, 1280, 860, 1);

    /** The narrowest that WCAG 2.2 asks for (1.4.10, Reflow). */
    static final Look PHONE = new Look(ColorScheme.LIGHT, 320, 640, 2);

    /** A window of 1280 pixels at 200 %, as browsers zoom: half the CSS pixels, each twice as large. */
    static final Look ZOOMED = new Look(ColorScheme.LIGHT, 640, 430, 2);

    String themeName() {
        return theme.name().toLowerCase(java.util.Locale.ROOT);
    }
}
