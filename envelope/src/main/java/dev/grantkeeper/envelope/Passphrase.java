package dev.grantkeeper.envelope;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * The cost of turning a passphrase into a key with Argon2id, RFC 9106.
 *
 * @param memoryKib 19,456 to 262,144: what it must cost somebody who guesses, and what a file may cost its reader
 * @param passes 2 to 10
 * @param lanes 1 to 4
 */
record Passphrase(int memoryKib, int passes, int lanes) {
    /** 64 MiB and 3 passes, RFC 9106, section 4, second recommended option, in one lane. */
    static final Passphrase RECOMMENDED = new Passphrase(65_536, 3, 1);

    Passphrase {
        requireBetween("memory", 19_456, memoryKib, 262_144);
        requireBetween("passes", 2, passes, 10);
        requireBetween("lanes", 1, lanes, 4);
    }

    private static void requireBetween(String name, int least, int value, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "Argon2id " + name + " must be between " + least + " and " + most + ", not " + value);
        }
    }

    Secret toKey(Secret passphrase, byte[] salt) {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build();
        var generator = new Argon2BytesGenerator();
        generator.init(parameters);
        var key = new byte[ScopeKey.LENGTH];
        passphrase.with(bytes -> generator.generateBytes(bytes, key));
        return Secret.owning(key);
    }
}
