package dev.grantkeeper.oauth2.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The templates there are, by their ids. Reads files when made, and never again. */
public final class Catalogue {
    private static final String ENDING = ".yaml";

    private final Map<String, Template> templates;

    private Catalogue(Map<String, Template> templates) {
        this.templates = templates;
    }

    /** Those that come with Grantkeeper. */
    public static Catalogue builtIn() {
        Map<String, Template> templates = new TreeMap<>();
        for (String id : resource("index").strip().split("\n")) {
            templates.put(id, TemplateYaml.read(id, id + ENDING, resource(id + ENDING)));
        }
        return new Catalogue(templates);
    }

    /**
     * These and an operator's.
     *
     * @param folder whose files ending in {@code .yaml} are templates
     * @throws InvalidTemplate at the first fault, a template of an id that there is already included
     */
    public Catalogue with(Path folder) {
        Map<String, Template> all = new TreeMap<>(templates);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String id = name.substring(0, name.length() - ENDING.length());
                Template template = TemplateYaml.read(id, file.toString(), Files.readString(file));
                if (all.put(id, template) != null) {
                    throw new InvalidTemplate(file.toString(), 1, "there is a template " + id + " already; rename it");
                }
            }
            return new Catalogue(all);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public Optional<Template> find(String id) {
        return Optional.ofNullable(templates.get(id));
    }

    /** In the order of their ids. */
    public Collection<Template> templates() {
        return Collections.unmodifiableCollection(templates.values());
    }

    private static String resource(String name) {
        try (InputStream in = Catalogue.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
