package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the vault and whoever it calls both know, so that the call is known to be the vault's (Standard Webhooks 1.0.0, symmetric
 * signatures: HMAC-SHA256 over id, timestamp and body).
 *
 * @param bytes to be sealed, 24 to 64
 */
public record SigningSecret(Secret bytes) {

    private static final String PREFIX = "whsec_";
    private static final String SIGNATURE_VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST = 24;
    private static final int MOST = 64;
    private static final int NEW = 32;

    /** @throws IllegalArgumentException for what is too short to protect, or longer than others take */
    public SigningSecret {
        if (bytes.length() < LEAST || bytes.length() > MOST) {
            throw new IllegalArgumentException("A signing secret has " + LEAST + " to " + MOST + " bytes");
        }
    }

    public static SigningSecret generate(SecureRandom random) {
        var fresh = new byte[NEW];
        random.nextBytes(fresh);
        try {
            return new SigningSecret(Secret.of(fresh));
        } finally {
            Arrays.fill(fresh, (byte) 0);
        }
    }

    /** As its other holder is told, once. */
    public String revealText() {
        var copy = bytes.revealBytes();
        try {
            return PREFIX + Base64.getEncoder().encodeToString(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /**
     * One entry of the header {@code webhook-signature}.
     *
     * @param id without a full stop
     * @param timestamp in seconds since 1970
     * @param body as it is sent, in UTF-8
     */
    public String sign(String id, long timestamp, String body) {
        var copy = bytes.revealBytes();
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(copy, ALGORITHM));
            var signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
            return SIGNATURE_VERSION + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException everyJreHasIt) {
            throw new IllegalStateException(everyJreHasIt);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }
}
