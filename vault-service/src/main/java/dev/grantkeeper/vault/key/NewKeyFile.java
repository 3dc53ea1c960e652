package dev.grantkeeper.vault.key;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a file that only its owner can read, whole or not at all, and never over another. */
final class NewKeyFile {

    private NewKeyFile() {}

    /**
     * Returns when the file would survive a loss of power.
     *
     * @return false if there is a file already, which somebody else may just have made; it is left alone
     * @throws IOException also if the directory is not there
     * @throws UnsupportedOperationException if the file system knows no permissions or no hard links
     */
    static boolean write(Path file, byte[] content) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var draft = Files.createTempFile(directory, "." + file.getFileName(), ".new", ownerOnly);
        try {
            try (var out = FileChannel.open(draft, WRITE)) {
                var bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            // Unlike a move, a hard link fails if the name is taken.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException taken) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
        try (var names = FileChannel.open(directory, READ)) {
            names.force(true);
        }
        return true;
    }
}
