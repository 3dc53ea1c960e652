package dev.grantkeeper.system.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/** The bytes of every file below a directory, while others may be writing them. */
public final class FileDump {

    /** The broker's indexes are numbers only, and reserved at a size that makes them all but empty. */
    private static final String INDEX = "index";

    private final Path directory;
    private final Place place;

    public FileDump(Path directory, Place place) {
        this.directory = directory;
        this.place = place;
    }

    /** Adds all files that still exist when it comes to them. Returns how many those were. */
    public int into(Haystack haystack) {
        var reader = new Reader(haystack);
        try {
            Files.walkFileTree(directory, reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
        return reader.files;
    }

    /** Appends these to a file, one line each. */
    public static void plant(Path file, Map<String, byte[]> values) {
        try (var stream = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (byte[] value : values.values()) {
                stream.write("planted: ".getBytes(UTF_8));
                stream.write(value);
                stream.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot plant markers in " + file, e);
        }
    }

    private final class Reader extends SimpleFileVisitor<Path> {

        private final Haystack haystack;
        private int files;

        Reader(Haystack haystack) {
            this.haystack = haystack;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile() && !file.toString().endsWith(INDEX)) {
                try {
                    haystack.add(place, directory.relativize(file).toString(), Files.readAllBytes(file));
                    files++;
                } catch (NoSuchFileException gone) {
                    return FileVisitResult.CONTINUE;
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
