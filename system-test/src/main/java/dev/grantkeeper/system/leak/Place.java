package dev.grantkeeper.system.leak;

/** The kinds of places where what the product writes ends up. */
public enum Place {
    TABLES("a table"),
    DATABASE_FILES("the database's files"),
    TOPICS("a topic"),
    BROKER_FILES("the broker's files"),
    LOGS("a log");

    private final String words;

    Place(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
