package dev.grantkeeper.envelope;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a submitted secret is bound to. Whoever opens rebuilds it from the verified token and the request, so that what one
 * person sealed for one place serves nobody else and nowhere else. Texts are UTF-8, at most {@value #MAX_LENGTH} bytes each.
 *
 * @param purpose what is submitted
 * @param tenant issuer alias and workspace as the vault joins them; of a developer, the issuer alias alone
 * @param app the app's id
 * @param ownerKind whose connection it is for
 * @param ownerId the owner's id; empty for what belongs to an app
 * @param asker the user, or the developer, who asked for the key
 * @param expiresAt until when it opens, in whole seconds
 */
public record SubmissionContext(
        Purpose purpose, String tenant, String app, String ownerKind, String ownerId, String asker, Instant expiresAt) {
    static final int MAX_LENGTH = 0xFFFF;
    private static final String LABEL = "gk-sub-1";

    /** What is submitted. */
    public enum Purpose {
        /** The value of a secret connection. */
        SECRET("secret"),
        /** The secret of a client that a connection's owner brings. */
        CLIENT("client"),
        /** The secret of an app's client. */
        CLIENT_SECRET("client-secret");

        private final String label;

        Purpose(String label) {
            this.label = label;
        }

        /** The label as it stands in the context: part of the format, never renamed. */
        public String label() {
            return label;
        }
    }

    /** @throws IllegalArgumentException naming the first part that does not fit */
    public SubmissionContext {
        Objects.requireNonNull(purpose, "purpose");
        requireText("tenant", tenant);
        requireText("app", app);
        requireText("ownerKind", ownerKind);
        utf8("ownerId", ownerId);
        requireText("asker", asker);
        if (expiresAt.getEpochSecond() < 0 || expiresAt.getNano() != 0) {
            throw new IllegalArgumentException("expiresAt must be in whole seconds since 1970");
        }
    }

    private static void requireText(String name, String value) {
        if (utf8(name, value).length == 0) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
    }

    private static byte[] utf8(String name, String value) {
        Objects.requireNonNull(value, name);
        try {
            var encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            if (encoded.remaining() > MAX_LENGTH) {
                throw new IllegalArgumentException(name + " must have at most " + MAX_LENGTH + " bytes of UTF-8");
            }
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(name + " must be valid Unicode text");
        }
    }

    /** The associated data: each text as u16 length and UTF-8, then the end of its time as u64, in seconds since 1970. */
    public byte[] encoded() {
        var texts = Stream.of(LABEL, purpose.label, tenant, app, ownerKind, ownerId, asker)
                .map(text -> utf8("text", text))
                .toList();
        var size = texts.stream().mapToInt(text -> Short.BYTES + text.length).sum() + Long.BYTES;
        var buffer = ByteBuffer.allocate(size);
        texts.forEach(text -> buffer.putShort((short) text.length).put(text));
        return buffer.putLong(expiresAt.getEpochSecond()).array();
    }
}
