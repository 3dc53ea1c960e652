package dev.grantkeeper.vault.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantkeeper.envelope.EnvelopeException;
import dev.grantkeeper.envelope.ScopeKey;
import dev.grantkeeper.envelope.SealedKeyFile;
import dev.grantkeeper.envelope.Secret;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootKeysTest {

    private static final String PASSPHRASE = "a passphrase for tests";
    private static final byte[] CONTEXT = "context".getBytes(US_ASCII);
    private static byte[] sealed;

    @TempDir
    Path directory;

    @BeforeAll
    static void seal() {
        sealed = SealedKeyFile.create(Secret.ofUtf8(PASSPHRASE));
    }

    @Test
    void open_rightPassphrase_opensWhatItWrapped() throws IOException {
        var root = open(settings(PASSPHRASE));
        var key = ScopeKey.generate(1).key();

        var wrapped = root.wrap(CONTEXT, key).await().indefinitely();

        assertThat(open(settings(PASSPHRASE)).unwrap(CONTEXT, wrapped).await().indefinitely())
                .isEqualTo(key);
        assertThatThrownBy(() -> root.unwrap(new byte[] {1}, wrapped).await().indefinitely())
                .isInstanceOf(EnvelopeException.class);
    }

    @Test
    void open_anyFile_isKnownByTheFilesKeyId() throws IOException {
        assertThat(open(settings(PASSPHRASE)).id()).isEqualTo("file:" + SealedKeyFile.keyId(sealed));
    }

    @Test
    void open_passphraseFile_endsBeforeItsLineBreak() throws IOException {
        for (var end : Set.of("", "\n", "\r\n")) {
            var passphraseFile = Files.writeString(directory.resolve("passphrase"), PASSPHRASE + end);
            var settings = settings("").withPassphrase(Optional.empty(), Optional.of(passphraseFile));

            assertThat(open(settings).id()).startsWith("file:");
        }
    }

    @Test
    void open_wrongPassphrase_namesItsProperty() throws IOException {
        var inFile = Files.writeString(directory.resolve("passphrase"), "quite another one");

        assertRefused(() -> open(settings("quite another one")), "grantkeeper.key.passphrase", "another passphrase");
        assertRefused(
                () -> open(settings("").withPassphrase(Optional.empty(), Optional.of(inFile))),
                "grantkeeper.key.passphrase-file",
                "another passphrase");
    }

    @Test
    void open_wrongPassphrase_doesNotQuoteIt() {
        assertThatThrownBy(() -> open(settings("quite another one"))).hasMessageNotContaining("quite another one");
    }

    @Test
    void open_noPassphraseOrTwo_namesTheProperties() throws IOException {
        var neither = settings("").withPassphrase(Optional.empty(), Optional.empty());
        var both = settings("").withPassphrase(Optional.of(PASSPHRASE), Optional.of(directory.resolve("passphrase")));

        assertRefused(() -> open(neither), "grantkeeper.key.passphrase-file", "grantkeeper.key.passphrase");
        assertRefused(() -> open(both), "grantkeeper.key.passphrase-file", "only one");
    }

    @Test
    void open_noPassphraseFile_namesTheProperty() throws IOException {
        var settings = settings("").withPassphrase(Optional.empty(), Optional.of(directory.resolve("absent")));

        assertRefused(() -> open(settings), "grantkeeper.key.passphrase-file", "absent");
    }

    @Test
    void open_notAKeyFile_namesTheProperty() throws IOException {
        var file = Files.writeString(directory.resolve("other.key"), "-----BEGIN PRIVATE KEY-----\n");

        assertRefused(
                () -> open(KeySettings.existing(file, PASSPHRASE)), "grantkeeper.key.file", "Not a sealed root key");
    }

    @Test
    void open_noFile_saysHowToGetOne() {
        var file = directory.resolve("absent.key");

        assertRefused(
                () -> open(KeySettings.existing(file, PASSPHRASE)),
                "grantkeeper.key.file",
                "grantkeeper.key.create-if-absent");
        assertThat(file).doesNotExist();
    }

    @Test
    void open_createIfAbsent_makesAFileForItsOwnerAndOpensItAgain() throws IOException {
        var file = directory.resolve("new.key");
        var settings = KeySettings.existing(file, PASSPHRASE);

        var made = open(settings.creating());

        assertThat(open(settings).id()).isEqualTo(made.id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void open_createIfAbsentOverAFile_neverReplacesIt() throws IOException {
        var settings = settings("quite another one").creating();

        assertRefused(() -> open(settings), "grantkeeper.key.passphrase", "another passphrase");
        assertThat(settings.file()).hasBinaryContent(sealed);
    }

    @Test
    void open_createIfAbsentByTwoVaults_givesBothTheSameKey() throws Exception {
        var settings =
                KeySettings.existing(directory.resolve("new.key"), PASSPHRASE).creating();
        var vaults = Executors.newFixedThreadPool(2);
        try {
            Callable<String> start = () -> open(settings).id();
            var ids = vaults.invokeAll(Stream.of(start, start).toList());

            assertThat(ids.get(0).get()).isEqualTo(ids.get(1).get());
        } finally {
            vaults.shutdownNow();
        }
    }

    @Test
    void open_createIfAbsentWithShortPassphrase_namesTheProperty() {
        var settings =
                KeySettings.existing(directory.resolve("new.key"), "short").creating();

        assertRefused(() -> open(settings), "grantkeeper.key.passphrase", "at least 12 bytes");
        assertThat(settings.file()).doesNotExist();
    }

    @Test
    void open_createIfAbsentWithoutDirectory_namesTheProperty() {
        var settings = KeySettings.existing(directory.resolve("absent/new.key"), PASSPHRASE)
                .creating();

        assertRefused(() -> open(settings), "grantkeeper.key.file", "cannot create");
    }

    private KeySettings settings(String passphrase) throws IOException {
        return KeySettings.existing(Files.write(directory.resolve("root.key"), sealed), passphrase);
    }

    private static RootKey open(KeyConfig settings) {
        return new RootKeys().open(settings);
    }

    private static void assertRefused(ThrowingCallable opening, String property, String saying) {
        assertThatThrownBy(opening)
                .isInstanceOfSatisfying(ConfigurationException.class, refusal -> assertThat(refusal.getConfigKeys())
                        .containsExactly(property))
                .hasMessageStartingWith(property + ": ")
                .hasMessageContaining(saying);
    }
}
