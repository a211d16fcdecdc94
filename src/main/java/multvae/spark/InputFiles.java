package multvae.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import multvae.io.Locations;
import multvae.io.RegularFile;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/** Files that the executors read where the driver sees them: on a file system that all machines share. */
final class InputFiles {

    private record Seen(String file, long bytes) implements Serializable {}

    private InputFiles() {}

    /**
     * Looks for the files on the executors, before any work.
     *
     * @return how many bytes they have
     * @throws UserError if an executor does not see a file, or sees another one
     */
    static long check(JavaSparkContext spark, List<Path> files) {
        List<Seen> here = files.stream()
                .map(file -> new Seen(file.toString(), size(file.toString())))
                .toList();
        int probes = Math.max(1, 2 * spark.defaultParallelism()); // so that most executors get one
        spark
                .parallelize(IntStream.range(0, probes).boxed().toList(), probes)
                .map(probe -> missing(here))
                .collect()
                .stream()
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(error -> {
                    throw error;
                });
        return here.stream().mapToLong(Seen::bytes).sum();
    }

    private static long size(String file) {
        try {
            return RegularFile.size(Locations.of(file));
        } catch (IOException e) {
            throw TextFile.unreadable(Locations.of(file), e);
        }
    }

    /** The error for the first file that is not the same here; null if all are. */
    private static UserError missing(List<Seen> files) {
        for (Seen seen : files) {
            long bytes;
            try {
                bytes = RegularFile.size(Locations.of(seen.file()));
            } catch (IOException e) {
                bytes = -1;
            }
            if (bytes != seen.bytes()) {
                return new UserError(
                        seen.file(),
                        "the file of " + seen.bytes() + " bytes on every executor",
                        (bytes < 0 ? "none" : bytes + " bytes") + " on executor "
                                + SparkEnv.get().executorId(),
                        "put it on a file system that all machines share, under the same path");
            }
        }
        return null;
    }
}
