package multvae.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the tests of trust saw, as rows of the Markdown table {@code | what | tried | lost | crashed | hung |}: kills, forged files,
 * slow clients, full disks. A test writes its row at its end, before it asserts that the row's last three numbers are 0.
 *
 * <p>Each row is a file of its own below target/trust, so that forked JVMs do not meet in one file: {@code cat target/trust/*.md}
 * is the table. Rows of one name add up within a JVM. The next JVM replaces them.
 *
 * <p>A test's number of attempts, COUNT by convention, is a seeded sample in every build and the full number with -Pthorough,
 * which sets the system property multvae.thorough. The sample is a prefix of the full sequence: attempt k is the same in both.
 */
public final class TrustTable {

    /** Whether the tests take all of their attempts. */
    public static final boolean THOROUGH = Boolean.getBoolean("multvae.thorough");

    private static final Path DIRECTORY = Path.of("target", "trust");
    private static final Map<String, Row> ROWS = new HashMap<>();

    private TrustTable() {}

    /** How many attempts a test makes: the sample, or the full number with -Pthorough. */
    public static int count(int sample, int full) {
        return THOROUGH ? full : sample;
    }

    /**
     * Writes one row.
     *
     * @param what what was tried, as a reader of the table should read it; no {@code |}, no line break. What follows a semicolon, such
     *     as how long it took, may differ from run to run.
     * @param tried the number of attempts
     * @param lost the attempts after which something was gone or wrong that had been promised
     * @param crashed the attempts that ended with a stack trace, exit code 1, a signal or an OutOfMemoryError
     * @param hung the attempts that did not end within their limit of time
     */
    public static void row(String what, long tried, long lost, long crashed, long hung) {
        if (what.isBlank() || what.contains("|") || what.lines().count() != 1) {
            throw new IllegalArgumentException("not a cell of a table: " + what);
        }
        synchronized (ROWS) {
            Row sum = ROWS.merge(what, new Row(tried, lost, crashed, hung), Row::plus);
            String line = String.format(
                    Locale.ROOT, "| %s | %,d | %,d | %,d | %,d |\n", what, sum.tried, sum.lost, sum.crashed, sum.hung);
            String name = what.replaceFirst(";.*", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
            try {
                Files.createDirectories(DIRECTORY);
                Files.write(DIRECTORY.resolve(name + ".md"), line.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Row(long tried, long lost, long crashed, long hung) {
        Row plus(Row other) {
            return new Row(tried + other.tried, lost + other.lost, crashed + other.crashed, hung + other.hung);
        }
    }
}
