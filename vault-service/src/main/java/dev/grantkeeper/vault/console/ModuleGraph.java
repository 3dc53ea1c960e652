package dev.grantkeeper.vault.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a module imports, and what that imports, by address: for the browser to fetch at once instead of one after the other.
 *
 * @param atOnce what it needs before it runs, the module itself first
 * @param later the text of what may be asked for when a person wants it ({@code import(…)}), and all that needs
 */
record ModuleGraph(Map<String, String> atOnce, Map<String, String> later) {

    private static final Pattern IMPORT = Pattern.compile(
            "(?:^|[;}\\n])\\s*(?:import|export)(?:[\\w*{}\\s,$]+from)?\\s*[\"']([^\"']+)[\"']", Pattern.MULTILINE);

    private static final Pattern LATER = Pattern.compile("\\bimport\\(\\s*[\"']([^\"']+)[\"']\\s*\\)");

    /** @param module the path in the module {@code console}, such as {@code console/main.js} */
    static ModuleGraph of(String module, Assets assets, ImportMap importMap) {
        var atOnce = new LinkedHashMap<String, String>();
        var wanted = new TreeSet<String>();
        walk("/" + module, assets, importMap, atOnce, wanted);
        var later = new LinkedHashMap<String, String>();
        while (!wanted.isEmpty()) {
            var next = wanted.pollFirst();
            if (!atOnce.containsKey(next) && !later.containsKey(next)) {
                walk(next, assets, importMap, later, wanted);
            }
        }
        later.keySet().removeAll(atOnce.keySet());
        return new ModuleGraph(atOnce, later);
    }

    private static void walk(
            String address, Assets assets, ImportMap importMap, Map<String, String> found, Set<String> later) {
        if (found.containsKey(address)) {
            return;
        }
        var text = text(address, assets);
        found.put(address, text);
        var imports = IMPORT.matcher(text);
        while (imports.find()) {
            walk(resolve(imports.group(1), address, importMap), assets, importMap, found, later);
        }
        LATER.matcher(text).results().forEach(match -> later.add(resolve(match.group(1), address, importMap)));
    }

    private static String resolve(String name, String from, ImportMap importMap) {
        return name.startsWith(".") || name.startsWith("/")
                ? URI.create(from).resolve(name).toString()
                : importMap
                        .resolve(name)
                        .orElseThrow(() -> new IllegalStateException(from + " imports " + name + ", which no jar has"));
    }

    private static String text(String address, Assets assets) {
        if (!address.startsWith("/_static/")) {
            return assets.require(address.substring(1)).text();
        }
        try (var stream =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("META-INF/resources" + address)) {
            if (stream == null) {
                throw new IllegalStateException("No jar has " + address);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
