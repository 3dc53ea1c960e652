package dev.grantkeeper.system;

import java.util.ArrayDeque;
import java.util.List;

/**
 * What the demo was told on its command line.
 *
 * @param once whether to exit after the story
 * @param vaults how many vault-service processes
 * @param workers how many refresh-worker processes
 */
record DemoOptions(boolean once, int vaults, int workers) {

    private static final int MOST = 5;

    /** @throws IllegalArgumentException saying what is wrong with them */
    static DemoOptions parse(List<String> arguments) {
        var left = new ArrayDeque<>(arguments);
        boolean once = false;
        int vaults = 1;
        int workers = 1;
        while (!left.isEmpty()) {
            String option = left.pop();
            switch (option) {
                case "--once" -> once = true;
                case "--vaults" -> vaults = count(option, left.poll());
                case "--workers" -> workers = count(option, left.poll());
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return new DemoOptions(once, vaults, workers);
    }

    private static int count(String option, String text) {
        if (text == null || !text.matches("[1-" + MOST + "]")) {
            throw new IllegalArgumentException(option + " wants a number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }
}
