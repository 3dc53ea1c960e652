package dev.grantkeeper.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a front end shows that goes by what it heard: the snapshot, and then every change.
 *
 * @param open the prompts that are there in the end, by id
 * @param doubled how many came as opened although they were there, or had been resolved, over the same connection
 */
record Shown(Set<String> open, int doubled) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Shown after(List<Heard> all) {
        var open = new HashSet<String>();
        var resolved = new HashSet<String>();
        int doubled = 0;
        int epoch = 0;
        for (var heard : all) {
            if (heard.epoch() != epoch) {
                epoch = heard.epoch();
                open.clear();
                resolved.clear();
            }
            var data = read(heard.data());
            if (heard.isSnapshot()) {
                open.clear();
                data.path("prompts").forEach(prompt -> open.add(id(prompt)));
            } else if (heard.isPrompt() && data.path("state").asText().equals("open")) {
                if (!open.add(id(data)) || resolved.contains(id(data))) {
                    doubled++;
                }
            } else if (heard.isPrompt()) {
                open.remove(id(data));
                resolved.add(id(data));
            }
        }
        return new Shown(Set.copyOf(open), doubled);
    }

    static String id(JsonNode prompt) {
        return prompt.path("prompt_id").asText();
    }

    static JsonNode read(String data) {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stream sent what is no JSON", e);
        }
    }
}
