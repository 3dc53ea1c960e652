package dev.grantkeeper.system.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page of the console: no serious findings of axe in either theme, no sideways scrolling on a phone and at 200 %, and
 * pictures of it.
 */
@ExtendWith(RunningConsole.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {

    static final List<Scene> SCENES = Scene.ALL;

    private static final Set<String> SERIOUS = Set.of("serious", "critical");
    private static final int MOST_SCRIPT = 150_000;
    private static final String SCRIPT_BYTES = """
            () => performance.getEntriesByType('resource')
              .filter((it) => new URL(it.name).pathname.endsWith('.js'))
              .reduce((sum, it) => sum + it.decodedBodySize, 0)
            """;

    private final Site site;

    PagesIT(Site site) {
        this.site = site;
    }

    @BeforeAll
    void populate() {
        Population.of(site);
    }

    @ParameterizedTest
    @FieldSource("SCENES")
    void page_inBothThemesAndSmall_isAccessible(Scene scene) {
        try (var visitor = site.visitor(scene.person(), scene.page())) {
            scene.prepare().accept(visitor);
            for (var theme : List.of(Look.LIGHT, Look.DARK)) {
                visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme.theme()));
                assertThat(findings(visitor.page()))
                        .as("what axe finds in %s", theme.theme())
                        .isEmpty();
                Pictures.take(visitor.page(), scene.name() + "-" + theme.themeName());
            }
            visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            for (var small : List.of(Look.ZOOMED, Look.PHONE)) {
                visitor.page().setViewportSize(small.width(), small.height());
                assertThat(sideways(visitor.page()))
                        .as("what sticks out at %s px", small.width())
                        .isEmpty();
            }
            if (scene.onAPhone()) {
                Pictures.take(visitor.page(), scene.name() + "-phone");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connections", "apps", "activity"})
    void page_loadedAnew_hasNoMoreScriptThanPromised(String page) {
        try (var dev = site.visitor("dev", page)) {
            int bytes = (int) dev.page().evaluate(SCRIPT_BYTES);

            assertThat(bytes).isBetween(10_000, MOST_SCRIPT);
        }
    }

    private static List<String> findings(Page page) {
        var results = new AxeBuilder(page).analyze();
        assertThat(results.getPasses()).as("what axe found good").hasSizeGreaterThan(10);
        return results.getViolations().stream()
                .filter(rule -> SERIOUS.contains(rule.getImpact()))
                .map(PagesIT::told)
                .toList();
    }

    private static String told(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + ": "
                + rule.getNodes().stream()
                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                        .toList();
    }

    /** The elements that make the page scroll sideways; none when it does not. */
    @SuppressWarnings("unchecked")
    private static List<String> sideways(Page page) {
        return (List<String>) page.evaluate("""
                () => {
                  const { scrollWidth, clientWidth } = document.scrollingElement;
                  if (scrollWidth <= clientWidth) return [];
                  const wide = [...document.querySelectorAll('body *')]
                    .filter((it) => it.getBoundingClientRect().right > clientWidth + 1)
                    .map((it) => it.tagName + '.' + it.className);
                  return [`${scrollWidth} px in ${clientWidth} px`, ...wide.slice(-5)];
                }
                """);
    }
}
