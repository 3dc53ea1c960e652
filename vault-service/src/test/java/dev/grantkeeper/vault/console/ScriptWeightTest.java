package dev.grantkeeper.vault.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a page may have browsers load: by itself as the file is, and with the sealing that a form for secrets adds as it is sent. */
class ScriptWeightTest {

    private static final int MOST = 150_000;

    private final Assets assets = new Assets();
    private final ImportMap importMap = ImportMap.ofClassPath();

    @TestFactory
    Stream<DynamicTest> page_opened_loadsNoMoreScriptThanItMay() {
        return pages().map(page -> DynamicTest.dynamicTest(page, () -> {
            var scripts = scriptsOf(page);

            assertThat(scripts.values().stream()
                            .mapToInt(text -> bytes(text).length)
                            .sum())
                    .as("%s", scripts.keySet())
                    .isBetween(60_000, MOST);
        }));
    }

    @TestFactory
    Stream<DynamicTest> page_withAFormForASecret_isSentNoMoreScriptThanItMay() {
        return pages().map(page -> DynamicTest.dynamicTest(page, () -> {
            var scripts = scriptsOf(page);
            scripts.putAll(ModuleGraph.of("embed/seal.js", assets, importMap).atOnce());

            assertThat(scripts).containsKey("/embed/vendor/hpke.js");
            assertThat(scripts.entrySet().stream().mapToInt(this::sent).sum())
                    .as("%s", scripts.keySet())
                    .isLessThanOrEqualTo(MOST);
        }));
    }

    @Test
    void graph_everyImport_isFoundAndLitIsThereOnce() {
        var graph = ModuleGraph.of("console/main.js", assets, importMap);

        assertThat(graph.atOnce().keySet())
                .contains("/console/main.js", "/console/strings.js", "/console/connections.js", "/console/sse.js")
                .noneMatch(path -> path.startsWith("/embed/"));
        assertThat(graph.later().keySet())
                .contains("/console/apps.js", "/console/activity.js", "/console/definition-form.js", "/embed/seal.js");
        assertThat(graph.atOnce().keySet().stream().filter(path -> path.endsWith("/lit-html.js")))
                .hasSize(1);
    }

    private static Stream<String> pages() {
        return Stream.of("connections", "apps", "activity");
    }

    /** The shell with the list of connections, and the module of the page where that is another. */
    private Map<String, String> scriptsOf(String page) {
        var scripts = new HashMap<>(
                ModuleGraph.of("console/main.js", assets, importMap).atOnce());
        if (!page.equals("connections")) {
            scripts.putAll(
                    ModuleGraph.of("console/" + page + ".js", assets, importMap).atOnce());
        }
        return scripts;
    }

    /** Quarkus serves Lit as it is; the vault compresses its own. */
    private int sent(Map.Entry<String, String> script) {
        return script.getKey().startsWith("/_static/")
                ? bytes(script.getValue()).length
                : Asset.of("", bytes(script.getValue())).gzipped().length;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
