package dev.grantkeeper.oauth2.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file as JSON values that know their lines. It is composed and never constructed: no tag in it makes an object, and no
 * alias makes it grow.
 */
final class YamlFile {
    private static final int LONGEST = 256 * 1024;

    private final String name;
    private final Map<String, Integer> lines = new HashMap<>();
    private JsonObject root;

    private YamlFile(String name) {
        this.name = name;
    }

    /** @throws InvalidTemplate unless it is one YAML mapping without aliases, each key of it written once */
    static YamlFile parse(String name, String text) {
        YamlFile file = new YamlFile(name);
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(LONGEST);
        limits.setMaxAliasesForCollections(0);
        limits.setNestingDepthLimit(20);
        try {
            Node node = new Yaml(limits).compose(new StringReader(text));
            if (!(node instanceof MappingNode mapping)) {
                throw file.invalid(1, "must be a mapping of names to values");
            }
            file.root = file.object("", mapping);
            return file;
        } catch (MarkedYAMLException malformed) {
            int line = malformed.getProblemMark() == null
                    ? 0
                    : malformed.getProblemMark().getLine();
            throw file.invalid(line + 1, "is not YAML: " + malformed.getProblem());
        } catch (YAMLException tooMuch) {
            throw file.invalid(1, "is not YAML: " + tooMuch.getMessage());
        }
    }

    JsonObject root() {
        return root;
    }

    /** @param path dotted; where nothing stands at it, the line of what it would stand in */
    InvalidTemplate invalid(String path, String message) {
        for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            if (lines.containsKey(at)) {
                return invalid(lines.get(at), message);
            }
        }
        return invalid(1, message);
    }

    private InvalidTemplate invalid(int line, String message) {
        return new InvalidTemplate(name, line, message);
    }

    private JsonObject object(String path, MappingNode node) {
        JsonObject object = new JsonObject();
        for (NodeTuple entry : node.getValue()) {
            int line = entry.getKeyNode().getStartMark().getLine() + 1;
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw invalid(line, "has a key that is not plain text");
            }
            String at = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (object.containsKey(key.getValue())) {
                throw invalid(line, at + " is written twice; keep one");
            }
            lines.put(at, line);
            object.put(key.getValue(), value(at, entry.getValueNode()));
        }
        return object;
    }

    private Object value(String path, Node node) {
        if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
            return object(path, mapping);
        }
        if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
            JsonArray array = new JsonArray();
            for (Node entry : sequence.getValue()) {
                String at = path + "." + array.size();
                lines.put(at, entry.getStartMark().getLine() + 1);
                array.add(value(at, entry));
            }
            return array;
        }
        return scalar(node)
                .orElseThrow(() -> invalid(
                        node.getStartMark().getLine() + 1,
                        path + " must be text, a whole number, true or false; put text in quotes"));
    }

    /** What YAML takes for a date stays the text that it is. */
    private static Optional<Object> scalar(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            return Optional.empty();
        }
        String text = scalar.getValue();
        if (node.getTag().equals(Tag.BOOL)) {
            return Optional.of(text)
                    .filter(word -> word.equals("true") || word.equals("false"))
                    .map(Boolean::valueOf);
        }
        if (node.getTag().equals(Tag.INT) && text.matches("0|-?[1-9][0-9]{0,17}")) {
            return Optional.of(Long.valueOf(text));
        }
        boolean plain = node.getTag().equals(Tag.STR)
                || node.getTag().equals(Tag.TIMESTAMP)
                || node.getTag().equals(Tag.INT)
                || node.getTag().equals(Tag.FLOAT);
        return plain ? Optional.of(text) : Optional.empty();
    }
}
