package dev.grantkeeper.sandbox.person;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Whom the platform knows, by id: {@code sandbox.people.known.ada.role=member} and so on. */
@ConfigurationProperties("sandbox.people")
public final class People {

    /**
     * @param name the id when absent
     * @param developerOf nothing when absent
     */
    record Entry(String name, String workspace, String role, String developerOf) {

        private Person as(String id) {
            if (workspace == null || workspace.isBlank()) {
                throw new IllegalArgumentException("sandbox.people.known." + id + ".workspace must be set");
            }
            return new Person(
                    id, Optional.ofNullable(name).orElse(id), workspace, role, Optional.ofNullable(developerOf));
        }
    }

    private final Map<String, Person> byId = new TreeMap<>();

    People(Map<String, Entry> known) {
        if (known != null) {
            known.forEach((id, entry) -> byId.put(id, entry.as(id)));
        }
    }

    public Optional<Person> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** By id. */
    List<Person> all() {
        return List.copyOf(byId.values());
    }
}
