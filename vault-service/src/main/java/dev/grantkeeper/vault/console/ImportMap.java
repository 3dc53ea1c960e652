package dev.grantkeeper.vault.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the browser finds what modules import by name (WHATWG HTML, section 8.1.6.2): put together from the jars that Quarkus'
 * web-dependency-locator serves. The locator publishes it as a script only, which would have to write it into the page.
 *
 * @param imports addresses by name; a name that ends with a slash stands for all that begin with it
 */
record ImportMap(Map<String, String> imports) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As a jar states it. */
    private record Stated(Map<String, String> imports) {}

    static ImportMap ofClassPath() {
        var imports = new TreeMap<String, String>();
        try {
            var jars = Thread.currentThread().getContextClassLoader().getResources("META-INF/importmap.json");
            for (var jar : Collections.list(jars)) {
                imports.putAll(JSON.readValue(jar, Stated.class).imports());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ImportMap(imports);
    }

    /** The address of a module that another one imports by name. */
    Optional<String> resolve(String name) {
        var exact = imports.get(name);
        return exact != null
                ? Optional.of(exact)
                : imports.entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith("/") && name.startsWith(entry.getKey()))
                        .map(entry ->
                                entry.getValue() + name.substring(entry.getKey().length()))
                        .findFirst();
    }

    /** The same text in every vault, so that its hash is, too. */
    String json() {
        return JSON.createObjectNode().set("imports", JSON.valueToTree(imports)).toString();
    }
}
