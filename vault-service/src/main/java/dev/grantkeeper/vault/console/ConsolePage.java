package dev.grantkeeper.vault.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The HTML that a browser gets first: it says already where one is, names everything that is loaded, and runs nothing that is
 * written into it but the import map, which is allowed by its hash.
 *
 * @param version changes with any file of the console; part of their addresses, so that browsers may keep them
 */
record ConsolePage(String template, ImportMap importMap, List<String> modules, String version, SignIn signIn) {

    private static final String ENTRY = "console/main.js";

    /** What the page loads besides modules, as its template names it. */
    static final List<String> LOOKS = List.of("console/tokens.css", "console/console.css", "console/icon.svg");

    /** The places of the console that a browser can open. */
    enum Place {
        CONNECTIONS,
        APPS,
        ACTIVITY,
        CALLBACK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String title() {
            return this == CALLBACK ? "" : name().charAt(0) + word().substring(1) + " · ";
        }
    }

    static ConsolePage of(Assets assets, ImportMap importMap, SignIn signIn) {
        var graph = ModuleGraph.of(ENTRY, assets, importMap);
        var content = new StringBuilder(importMap.json());
        Stream.of(graph.atOnce(), graph.later())
                .forEach(files ->
                        files.forEach((path, text) -> content.append(path).append(text)));
        LOOKS.forEach(path -> content.append(assets.require(path).text()));
        var version = Asset.of("", content.toString().getBytes(StandardCharsets.UTF_8))
                .hash()
                .substring(0, 12);
        return new ConsolePage(
                assets.require("console/page.html").text(),
                importMap,
                new ArrayList<>(graph.atOnce().keySet()),
                version,
                signIn);
    }

    String html(Place place) {
        var preloads = modules.stream()
                .map(module -> "<link rel=\"modulepreload\" href=\"" + versioned(module) + "\">")
                .collect(Collectors.joining("\n"));
        return template.replace("{{importmap}}", importMap.json())
                .replace("{{preloads}}", preloads)
                .replace("{{files}}", "/console/" + version)
                .replace("{{place}}", place.word())
                .replace("{{title}}", place.title())
                .replace("{{current-" + place.word() + "}}", " aria-current=\"page\"")
                .replaceAll("\\{\\{current-\\w+}}", "")
                .replace("{{issuer}}", escaped(signIn.issuer()))
                .replace("{{client-id}}", escaped(signIn.clientId()))
                .replace("{{scopes}}", escaped(signIn.scopes()));
    }

    /**
     * CSP level 3. Scripts, styles and pictures of this host; questions to it and to where people sign in; nothing else. The
     * frame is for a sign-in that is renewed without leaving the page.
     */
    String securityPolicy() {
        var hash =
                Base64.getEncoder().encodeToString(Asset.sha256(importMap.json().getBytes(StandardCharsets.UTF_8)));
        return "default-src 'none'; script-src 'self' 'sha256-" + hash
                + "'; style-src 'self'; img-src 'self'; connect-src"
                + " 'self' " + signIn.origin() + "; frame-src 'self' " + signIn.origin()
                + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";
    }

    private String versioned(String module) {
        return module.startsWith("/console/") ? "/console/" + version + module.substring("/console".length()) : module;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
