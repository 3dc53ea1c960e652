package dev.grantkeeper.envelope;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;

/** A key's 16-byte name. Not a secret; printed and stored as a UUID, though any 16 bytes will do. */
public record KeyId(UUID value) {
    static final int LENGTH = 16;

    public KeyId {
        Objects.requireNonNull(value, "value");
    }

    public static KeyId random() {
        return new KeyId(UUID.randomUUID());
    }

    /** @throws IllegalArgumentException if there are not exactly 16 bytes */
    public static KeyId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A key id has " + LENGTH + " bytes, not " + bytes.length);
        }
        var buffer = ByteBuffer.wrap(bytes);
        return new KeyId(new UUID(buffer.getLong(), buffer.getLong()));
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
