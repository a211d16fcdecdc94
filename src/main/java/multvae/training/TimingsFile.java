package multvae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * timings.csv: how long each epoch took on the wall clock, the part before an interruption left out. Two runs never have
 * the same, so no manifest hashes it.
 */
final class TimingsFile {

    private static final String HEADER = "epoch,seconds,users_per_second";

    private final Path file;

    /** Goes on after the rows of the first {@code epochs} epochs, where the file has any. */
    TimingsFile(Path file, int epochs) throws IOException {
        this.file = file;
        List<String> kept = new ArrayList<>(List.of(HEADER));
        if (Files.exists(file)) {
            List<String> rows = Files.readAllLines(file);
            rows.stream()
                    .skip(1)
                    .filter(row -> row.matches("\\d{1,9},.*") && Integer.parseInt(row.split(",", 2)[0]) <= epochs)
                    .forEach(kept::add);
        }
        Files.write(file, kept);
    }

    void append(int epoch, double seconds, int users) throws IOException {
        String row = String.format(Locale.ROOT, "%d,%.3f,%.0f%n", epoch, seconds, users / seconds);
        Files.writeString(file, row.replace("\r", ""), StandardOpenOption.APPEND);
    }
}
