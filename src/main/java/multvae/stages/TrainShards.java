package multvae.stages;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multvae.config.PreprocessSettings;
import multvae.io.CsvRecords;
import multvae.io.UserError;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.RowRanges;
import multvae.matrix.UserIndex;
import multvae.run.RunLayout;
import multvae.run.RunLayout.Artifact;

/**
 * The train matrix once more, in files of some rows each. They are made from train.npz, so they have the same bytes whoever wrote
 * that; one of them at a time is in memory.
 *
 * @param count how many there are; 1: no shards are written
 */
record TrainShards(int count) {

    private static final List<String> HEADER = List.of("row", "userId");

    boolean isEmpty() {
        return count == 1;
    }

    /** All files, none if {@link #isEmpty}. */
    Stream<Artifact> artifacts() {
        return isEmpty()
                ? Stream.empty()
                : IntStream.range(0, count)
                        .boxed()
                        .flatMap(shard -> Stream.of(RunLayout.trainShard(shard), RunLayout.trainShardUsers(shard)));
    }

    /**
     * Writes them, none if {@link #isEmpty}.
     *
     * @param directory of preprocess, which has train.npz
     * @throws UserError if there are more than train users
     */
    void write(Path directory, UserIndex users, int items) throws IOException {
        if (isEmpty()) {
            return;
        }
        int rows = users.size(Part.TRAIN);
        if (count > rows) {
            throw new UserError(
                    PreprocessSettings.SHARDS, "at most as many as train users", count + " for " + rows, "lower it");
        }
        Files.createDirectories(in(directory, RunLayout.trainShard(0)).getParent());
        Writer writer = new Writer(directory, users, items);
        CsrFile.forEachRow(in(directory, RunLayout.TRAIN_MATRIX), rows, items, writer);
    }

    private static Path in(Path directory, Artifact artifact) {
        return directory.resolve(artifact.file());
    }

    /** Takes the rows of the whole. */
    private final class Writer implements Consumer<int[]> {

        private final Path directory;
        private final UserIndex users;
        private final int items;
        private final IntArrayList starts = new IntArrayList(new int[1]);
        private final IntArrayList columns = new IntArrayList();
        private int shard;
        private int next; // row

        Writer(Path directory, UserIndex users, int items) {
            this.directory = directory;
            this.users = users;
            this.items = items;
        }

        @Override
        public void accept(int[] row) {
            columns.addElements(columns.size(), row);
            starts.add(columns.size());
            next++;
            int rows = users.size(Part.TRAIN);
            if (next == RowRanges.first(shard + 1, rows, count)) {
                write(RowRanges.first(shard, rows, count));
                shard++;
                columns.clear();
                starts.size(1);
            }
        }

        private void write(int first) {
            CsrFile.write(
                    in(directory, RunLayout.trainShard(shard)),
                    new CsrMatrix(items, starts.toIntArray(), columns.toIntArray()));
            CsvRecords.write(in(directory, RunLayout.trainShardUsers(shard)), HEADER, csv -> {
                for (int row = first; row < next; row++) {
                    csv.print(row - first, users.userId(Part.TRAIN, row));
                }
            });
        }
    }
}
