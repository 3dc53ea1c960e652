package dev.grantkeeper.bench;

import java.util.List;

/**
 * @param bench {@code prompts} or {@code lookups}
 * @param streams how many are open
 * @param rounds how often a thing is done
 */
record Options(String bench, int streams, int rounds) {

    static final String USAGE = "usage: bench/run prompts|lookups [--streams N] [--rounds N]";

    Options {
        if (!List.of("prompts", "lookups").contains(bench)
                || streams < 10
                || streams > 10_000
                || rounds < 1
                || rounds > 100) {
            throw new IllegalArgumentException(USAGE + "; 10 to 10000 streams, 1 to 100 rounds");
        }
    }

    /** @throws IllegalArgumentException saying how to call it */
    static Options of(String... arguments) {
        String bench = arguments.length == 0 ? "" : arguments[0];
        var options = new Options(bench.isEmpty() ? "none" : bench, 2_000, 20);
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            options = options.with(arguments[i], number(arguments[i + 1]));
        }
        if (arguments.length % 2 == 0) {
            throw new IllegalArgumentException(USAGE);
        }
        return options;
    }

    private Options with(String name, int number) {
        return switch (name) {
            case "--streams" -> new Options(bench, number, rounds);
            case "--rounds" -> new Options(bench, streams, number);
            default -> throw new IllegalArgumentException(USAGE);
        };
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException(USAGE, notNumber);
        }
    }
}
