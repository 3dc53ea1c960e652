package dev.grantkeeper.vault.letter;

import dev.grantkeeper.vault.error.Failure;
import java.util.Comparator;
import java.util.regex.Pattern;

/** Where a dead letter lies. In the order of places letters are listed. */
record Place(LetterTopic topic, int partition, long offset) implements Comparable<Place> {

    private static final Pattern TEXT = Pattern.compile("([a-z.]{1,64})-([0-9]{1,9})@([0-9]{1,18})");
    private static final Comparator<Place> ORDER = Comparator.comparing(Place::topic)
            .thenComparingInt(Place::partition)
            .thenComparingLong(Place::offset);

    /** Fails with INVALID, naming the cursor, for what is not a place. */
    static Place cursor(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw Failure.invalid("cursor", "must be the next_cursor of the page before");
        }
        return new Place(named(parts.group(1)), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    private static LetterTopic named(String name) {
        try {
            return LetterTopic.of(name);
        } catch (Failure unknown) {
            throw Failure.invalid("cursor", "must be the next_cursor of the page before");
        }
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** As Kafka's tools and our logs write it. */
    @Override
    public String toString() {
        return topic.topic() + "-" + partition + "@" + offset;
    }
}
