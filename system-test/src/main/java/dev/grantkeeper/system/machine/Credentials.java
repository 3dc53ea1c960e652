package dev.grantkeeper.system.machine;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The secrets of one run, made for it and handed to processes in their environment only.
 *
 * @param clientSecret the vault's, at the provider
 * @param bootstrapSecret with which tokens of the platform are asked for
 * @param workerSecret the refresh worker's client secret at the platform
 * @param keyPassphrase of the vault's root key
 * @param passwords of the people at the provider, by name
 */
public record Credentials(
        String clientSecret,
        String bootstrapSecret,
        String workerSecret,
        String keyPassphrase,
        Map<String, String> passwords) {

    public static final List<String> PEOPLE = List.of("ada", "bob", "grace", "dev");

    private static final SecureRandom RANDOM = new SecureRandom();

    public Credentials {
        passwords = Map.copyOf(passwords);
    }

    static Credentials random() {
        var passwords = new TreeMap<String, String>();
        PEOPLE.forEach(name -> passwords.put(name, randomText()));
        return new Credentials(randomText(), randomText(), randomText(), randomText(), passwords);
    }

    /** 192 bits as 32 URL-safe characters. */
    public static String randomText() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Credentials[redacted]";
    }
}
