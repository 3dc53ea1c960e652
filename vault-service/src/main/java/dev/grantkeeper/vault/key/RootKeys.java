package dev.grantkeeper.vault.key;

import dev.grantkeeper.envelope.EnvelopeException;
import dev.grantkeeper.envelope.SealedKeyFile;
import dev.grantkeeper.envelope.Secret;
import dev.grantkeeper.envelope.SelfTest;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.jboss.logging.Logger;

/** Opens the root key when the service starts. A service that cannot, or whose cryptography is broken, does not start. */
@ApplicationScoped
class RootKeys {

    private static final Logger LOG = Logger.getLogger(RootKeys.class);
    private static final String FILE = "file";
    private static final String PASSPHRASE_FILE = "passphrase-file";
    private static final String PASSPHRASE = "passphrase";

    @Startup
    @Produces
    @ApplicationScoped
    RootKey open(KeyConfig config) {
        SelfTest.run();
        try (var passphrase = passphrase(config)) {
            if (config.createIfAbsent() && Files.notExists(config.file())) {
                create(config, passphrase);
            }
            return SealedFileRootKey.open(content(config.file()), passphrase);
        } catch (EnvelopeException closed) {
            throw refusal(
                    passphraseProperty(config),
                    "does not open " + config.file() + "; this is another passphrase, or the file was changed");
        } catch (IllegalArgumentException malformed) {
            throw refusal(FILE, config.file() + ": " + malformed.getMessage());
        }
    }

    private static void create(KeyConfig config, Secret passphrase) {
        if (passphrase.length() < SealedKeyFile.MIN_PASSPHRASE_LENGTH) {
            throw refusal(
                    passphraseProperty(config),
                    "must have at least " + SealedKeyFile.MIN_PASSPHRASE_LENGTH + " bytes to seal a new root key");
        }
        try {
            if (NewKeyFile.write(config.file(), SealedKeyFile.create(passphrase))) {
                LOG.infof("Made a new root key, %s. Keep a copy: without it nothing can be opened.", config.file());
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw refusal(FILE, "cannot create " + config.file() + ": " + e);
        }
    }

    private static byte[] content(Path file) {
        if (Files.notExists(file)) {
            throw refusal(
                    FILE,
                    "there is no " + file + "; give the root key's file, or set " + KeyConfig.PREFIX
                            + ".create-if-absent=true for a vault that has no data yet");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw refusal(FILE, "cannot read " + file + ": " + e);
        }
    }

    private static Secret passphrase(KeyConfig config) {
        if (config.passphrase().isPresent() == config.passphraseFile().isPresent()) {
            throw refusal(
                    PASSPHRASE_FILE, "set either this or " + KeyConfig.PREFIX + "." + PASSPHRASE + ", and only one");
        }
        return config.passphraseFile().map(RootKeys::passphraseIn).orElseGet(() -> typed(config));
    }

    private static Secret typed(KeyConfig config) {
        try {
            return Secret.ofUtf8(config.passphrase().orElseThrow());
        } catch (IllegalArgumentException notText) {
            throw refusal(PASSPHRASE, "must be valid Unicode text");
        }
    }

    private static Secret passphraseIn(Path file) {
        try {
            var bytes = Files.readAllBytes(file);
            var line = Arrays.copyOf(bytes, lengthWithoutLineBreak(bytes));
            try {
                return Secret.of(line);
            } finally {
                Arrays.fill(bytes, (byte) 0);
                Arrays.fill(line, (byte) 0);
            }
        } catch (IOException e) {
            throw refusal(PASSPHRASE_FILE, "cannot read " + file + ": " + e);
        }
    }

    private static int lengthWithoutLineBreak(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\n') {
            length--;
        }
        return length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
    }

    private static String passphraseProperty(KeyConfig config) {
        return config.passphraseFile().isPresent() ? PASSPHRASE_FILE : PASSPHRASE;
    }

    private static ConfigurationException refusal(String property, String message) {
        var name = KeyConfig.PREFIX + "." + property;
        return new ConfigurationException(name + ": " + message, Set.of(name));
    }
}
