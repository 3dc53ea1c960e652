package dev.grantkeeper.vault.event;

/** The topics that are written through the outbox, with the CloudEvents type of what they carry. */
public enum Topic {
    CONNECTION_CHANGED("grantkeeper.connection.changed", "dev.grantkeeper.connection.changed.v1"),
    AUTH_REQUIRED("grantkeeper.auth.required", "dev.grantkeeper.auth.required.v1");

    private final String topicName;
    private final String type;

    Topic(String topicName, String type) {
        this.topicName = topicName;
        this.type = type;
    }

    public String topicName() {
        return topicName;
    }

    public String type() {
        return type;
    }
}
