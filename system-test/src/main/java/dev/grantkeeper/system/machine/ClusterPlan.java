package dev.grantkeeper.system.machine;

import static java.util.stream.Collectors.toMap;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a {@link Cluster} is made of.
 *
 * @param vaultSettings properties of every vault by their documented names, over those that the cluster needs
 * @param workerSettings the same for every worker
 */
public record ClusterPlan(Layout layout, Map<String, String> vaultSettings, Map<String, String> workerSettings) {

    public ClusterPlan {
        vaultSettings = Map.copyOf(vaultSettings);
        workerSettings = Map.copyOf(workerSettings);
    }

    /** Two vaults and two workers. */
    public static ClusterPlan in(Path directory) {
        return of(new Layout(directory, 2, 2));
    }

    public static ClusterPlan of(Layout layout) {
        return new ClusterPlan(layout, Map.of(), Map.of());
    }

    public ClusterPlan vaultSettings(Map<String, String> settings) {
        return new ClusterPlan(layout, settings, workerSettings);
    }

    public ClusterPlan workerSettings(Map<String, String> settings) {
        return new ClusterPlan(layout, vaultSettings, settings);
    }

    /** Properties as the variables that set them (MicroProfile Config 3.1, section "Environment Variables Mapping Rules"). */
    static Map<String, String> variables(Map<String, String> properties) {
        return properties.entrySet().stream()
                .collect(toMap(
                        property -> property.getKey()
                                .replaceAll("[^A-Za-z0-9]", "_")
                                .toUpperCase(Locale.ROOT),
                        Map.Entry::getValue));
    }
}
