package dev.grantkeeper.oauth2;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The strategies that are on the class path. */
final class TokenStrategies {
    private static final Map<String, TokenStrategy> KNOWN = load();

    private TokenStrategies() {}

    /** @throws InvalidSettings if there is none of that name */
    static TokenStrategy named(String name) {
        TokenStrategy strategy = KNOWN.get(name);
        if (strategy == null) {
            throw new InvalidSettings("strategy", "strategy must be one of: " + String.join(", ", KNOWN.keySet()));
        }
        return strategy;
    }

    private static Map<String, TokenStrategy> load() {
        Map<String, TokenStrategy> known = new TreeMap<>();
        for (TokenStrategy strategy : ServiceLoader.load(TokenStrategy.class, TokenStrategy.class.getClassLoader())) {
            if (known.put(strategy.name(), strategy) != null) {
                throw new IllegalStateException("two token strategies are called " + strategy.name()
                        + ": leave one of their jars out of the class path");
            }
        }
        return known;
    }
}
