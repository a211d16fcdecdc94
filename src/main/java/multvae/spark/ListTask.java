package multvae.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import multvae.ids.IdList;
import multvae.io.AtomicFile;
import multvae.io.TextFile;
import multvae.io.UserError;
import multvae.serving.Answer;
import multvae.serving.Histories.History;
import multvae.serving.Query;
import multvae.serving.Recommender;
import multvae.serving.UserLists;
import multvae.stages.Lister;

/**
 * Writes the lists of a shard's users to a file of their own. Sent to the executors: null stands for what is absent.
 *
 * @param model the directory of the model
 * @param version of the model
 * @param top how many items a list has
 * @param exclude items that nobody is recommended
 * @param only the only items that are recommended
 * @param directory where the file goes
 */
record ListTask(
        String model,
        String version,
        int top,
        List<String> exclude,
        List<String> only,
        boolean includeSeen,
        boolean explain,
        Lister.Format format,
        String directory)
        implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int USERS_AT_ONCE = 500;

    /** What was written of a shard. */
    record Written(long byPopularity, long unknownRows) implements Serializable {}

    /** The executor's model: one for all of its tasks. */
    private static final class Opened {

        private static Recommender recommender;
        private static String version = "";

        static synchronized Recommender at(String model, String wanted) throws IOException {
            if (!version.equals(wanted)) {
                if (recommender != null) {
                    recommender.close();
                }
                recommender = Recommender.open(Path.of(model));
                version = recommender.modelVersion();
                if (!version.equals(wanted)) {
                    throw new UserError(
                            model,
                            "the model of version " + wanted + " on every executor",
                            "version " + version,
                            "put it on a file system that all machines share, under the same path");
                }
            }
            return recommender;
        }
    }

    static String fileName(int shard, Lister.Format format) {
        return String.format(Locale.ROOT, "part-%05d.%s", shard, format.ending());
    }

    /** Writes the lists of all of the shard's users, those without events too. */
    Attempt<Written> run(Shard shard, IdList userIds, IdList itemIds) throws IOException {
        return Attempt.of(() -> write(shard, userIds, itemIds));
    }

    private Written write(Shard shard, IdList userIds, IdList itemIds) throws IOException {
        Path file = Path.of(directory, fileName(shard.index(), format));
        Path passing = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Written written = write(Opened.at(model, version), shard, userIds, itemIds, passing);
            AtomicFile.syncTree(passing); // a job that is run again takes a part that is there for complete
            AtomicFile.move(passing, file);
            return written;
        } finally {
            Files.deleteIfExists(passing);
        }
    }

    private Written write(Recommender recommender, Shard shard, IdList userIds, IdList itemIds, Path file) {
        Query like = new Query(List.of(), top, exclude, Optional.ofNullable(only), includeSeen, explain);
        boolean[] known = new boolean[itemIds.size()];
        for (int item = 0; item < known.length; item++) {
            known[item] = recommender.items().byId(itemIds.get(item)).isPresent();
        }
        long byPopularity = 0;
        long unknownRows = 0;
        int[][] byUser = shard.byUser();
        try (ListOutput out = ListOutput.open(file, format)) {
            List<History> users = new ArrayList<>();
            for (int user = 0; user < byUser.length; user++) {
                int[] items = IntStream.of(byUser[user])
                        .map(event -> shard.items()[event])
                        .toArray();
                long own = IntStream.of(items).filter(item -> known[item]).count();
                byPopularity += own == 0 ? 1 : 0;
                unknownRows += items.length - own;
                users.add(new History(
                        userIds.get(shard.firstUser() + user),
                        IntStream.of(items).mapToObj(itemIds::get).toList()));
                if (users.size() == USERS_AT_ONCE || user == byUser.length - 1) {
                    List<Answer> lists = UserLists.of(recommender, users, like);
                    for (int k = 0; k < lists.size(); k++) {
                        out.add(users.get(k), lists.get(k));
                    }
                    users.clear();
                }
            }
        } catch (IOException e) {
            throw TextFile.unwritable(file, e);
        }
        return new Written(byPopularity, unknownRows);
    }
}
