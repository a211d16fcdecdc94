package multvae.io;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files and directories that are moved into place when they are complete and on the disk. After a crash or a loss of power
 * there is either the old content or the new one, complete.
 */
public final class AtomicFile {

    private static final boolean WINDOWS = File.separatorChar == '\\'; // it has no handle on a directory to flush

    private AtomicFile() {}

    /** Writes a file's new content to the path that it is given. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path file) throws IOException;
    }

    /** Writes a text in UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(
                file,
                beside -> Files.write(
                        beside,
                        text.getBytes(StandardCharsets.UTF_8),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE));
    }

    /** Lets {@code content} write FILE.new, and moves that into place. FILE.new is deleted if something fails. */
    public static void write(Path file, Content content) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside); // what a kill has left; or a link, through which somebody's file would be written
        boolean written = false;
        try {
            NamedFile.during(file, () -> content.writeTo(beside));
            syncFile(beside);
            move(beside, file);
            written = true;
        } finally {
            if (!written) {
                Files.deleteIfExists(beside); // on a full disk its part takes space
            }
        }
    }

    /** Moves a file, which is on the disk already, into place; replaces the one that is there. */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncParent(to);
    }

    /** Moves a directory, which is on the disk already, to a path where nothing is. */
    public static void moveDirectory(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        syncParent(to);
    }

    private static void syncParent(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    /** Brings a directory with all that is below it to the disk. */
    public static void syncTree(Path directory) throws IOException {
        List<Path> below;
        try (Stream<Path> paths = Files.walk(directory)) {
            below = paths.toList();
        }
        for (Path path : below) {
            if (Files.isDirectory(path)) {
                syncDirectory(path);
            } else {
                syncFile(path);
            }
        }
    }

    /** Brings a directory's entries, and so the moves into and out of it, to the disk. */
    public static void syncDirectory(Path directory) throws IOException {
        if (WINDOWS) {
            return;
        }
        NamedFile.during(directory, () -> {
            try (FileChannel channel = FileChannel.open(directory)) {
                channel.force(true);
            }
        });
    }

    private static void syncFile(Path file) throws IOException {
        NamedFile.during(file, () -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        });
    }
}
