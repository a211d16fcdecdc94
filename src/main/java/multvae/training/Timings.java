package multvae.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import multvae.io.NamedFile;
import multvae.io.RegularFile;

/**
 * timings.csv: how long each epoch took on the wall clock, without the part before an interruption. No two runs have the same, so
 * no manifest hashes it.
 */
public final class Timings {

    private static final String FILE = "timings.csv";
    private static final String HEADER = "epoch,seconds,users_per_second\n";
    private static final Pattern ROW = Pattern.compile("\\d{1,9},\\d{1,9}\\.\\d{3},\\d{1,15}");
    private static final int MOST_BYTES = 1 << 26; // millions of epochs

    private final Path file;

    /** @param directory of a training */
    public Timings(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /** Begins, with the rows of the first {@code epochs} epochs, if the file has any. */
    void start(int epochs) throws IOException {
        StringBuilder kept = new StringBuilder(HEADER);
        for (String[] row : rows()) {
            if (Integer.parseInt(row[0]) <= epochs) {
                kept.append(String.join(",", row)).append('\n');
            }
        }
        NamedFile.write(file, kept.toString());
    }

    void append(int epoch, double seconds, int users) throws IOException {
        String row = String.format(Locale.ROOT, "%d,%.3f,%.0f\n", epoch, seconds, users / seconds);
        NamedFile.write(file, row, StandardOpenOption.APPEND);
    }

    /** Over all epochs that the file has; empty if there are none, or none that took a millisecond. */
    public OptionalDouble usersPerSecond() throws IOException {
        double users = 0;
        double seconds = 0;
        for (String[] row : rows()) {
            double took = Double.parseDouble(row[1]);
            seconds += took;
            users += took * Double.parseDouble(row[2]);
        }
        return seconds > 0 ? OptionalDouble.of(users / seconds) : OptionalDouble.empty();
    }

    /** Without what is no row: an interruption may have cut the last one. */
    private List<String[]> rows() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return new String(RegularFile.read(file, MOST_BYTES), StandardCharsets.UTF_8)
                .lines()
                .filter(ROW.asMatchPredicate())
                .map(row -> row.split(",", -1))
                .toList();
    }
}
