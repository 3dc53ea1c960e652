package dev.grantkeeper.bench;

/**
 * An event as it came over a stream.
 *
 * @param epoch which of the reader's connections it came over, from 1
 * @param nanoTime when it had arrived
 */
record Heard(int epoch, long nanoTime, String event, String data) {

    boolean isSnapshot() {
        return event.equals("snapshot");
    }

    boolean isPrompt() {
        return event.equals("prompt");
    }
}
