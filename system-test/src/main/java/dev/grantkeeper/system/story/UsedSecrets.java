package dev.grantkeeper.system.story;

import java.util.HashMap;
import java.util.Map;

/** Every secret and token of the run that the story's players came to know, each once. */
final class UsedSecrets {

    private final Map<String, String> nameByValue = new HashMap<>();

    synchronized void add(String name, String value) {
        nameByValue.putIfAbsent(value, name);
    }

    /** The values by name; a name that was used for several has numbers. */
    synchronized Map<String, String> byName() {
        var byName = new HashMap<String, String>();
        nameByValue.forEach((value, name) -> {
            String free = name;
            for (int number = 2; byName.containsKey(free); number++) {
                free = name + " " + number;
            }
            byName.put(free, value);
        });
        return byName;
    }
}
