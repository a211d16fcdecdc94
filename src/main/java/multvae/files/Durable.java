package multvae.files;

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

/** Writing that survives the loss of power: what was written before a move is on the disk before the move is. */
public final class Durable {

    private static final boolean WINDOWS = File.separatorChar == '\\'; // it has no handle on a directory to flush

    private Durable() {}

    /** Writes a file beside, and moves it into place: there is the old content or the new one, whole. */
    public static void write(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
        syncFile(beside);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path parent = file.getParent();
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
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }

    private static void syncFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
