package dev.grantkeeper.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What an envelope is bound to; rebuilt for every sealing and opening and never stored with the envelope. On a lookup
 * tenant, app and owner come from the caller's verified token, so that a row fetched for somebody else does not open.
 *
 * <p>Every text is printable ASCII (0x20 to 0x7E), at most {@value #MAX_LENGTH} characters.
 *
 * @param kind what is sealed
 * @param tenant whose it is: issuer alias and workspace as the vault joins them, or the app's own scope
 * @param app the app's id
 * @param subjectId the id of the connection, or of the definition for what belongs to an app
 * @param ownerKind kind of owner; empty exactly when {@code ownerId} is, for what no user or workspace owns
 * @param ownerId the owner's id
 * @param generation the value's generation, from 0
 */
public record SealingContext(
        SealedKind kind,
        String tenant,
        String app,
        String subjectId,
        String ownerKind,
        String ownerId,
        long generation) {
    static final int MAX_LENGTH = 1024;
    private static final String LABEL = "gk-ctx-1";

    /** @throws IllegalArgumentException naming the first part that does not fit */
    public SealingContext {
        Objects.requireNonNull(kind, "kind");
        requireText("tenant", tenant);
        requireText("app", app);
        requireText("subjectId", subjectId);
        requireAscii("ownerKind", ownerKind);
        requireAscii("ownerId", ownerId);
        if (ownerKind.isEmpty() != ownerId.isEmpty()) {
            throw new IllegalArgumentException("ownerKind and ownerId must both be given or both be empty");
        }
        if (generation < 0) {
            throw new IllegalArgumentException("generation must not be negative");
        }
    }

    private static void requireText(String name, String value) {
        requireAscii(name, value);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
    }

    static void requireAscii(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.length() > MAX_LENGTH || !value.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new IllegalArgumentException(
                    name + " must be printable ASCII of at most " + MAX_LENGTH + " characters");
        }
    }

    /** The bytes C: each text as u16 length and ASCII, then the generation as u64. */
    byte[] encoded() {
        var texts = List.of(LABEL, kind.label(), tenant, app, subjectId, ownerKind, ownerId);
        var size = texts.stream().mapToInt(text -> Short.BYTES + text.length()).sum() + Long.BYTES;
        var buffer = ByteBuffer.allocate(size);
        for (var text : texts) {
            buffer.putShort((short) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
        }
        return buffer.putLong(generation).array();
    }
}
