package multvae.serving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import multvae.io.FileHash;
import multvae.io.UserError;
import multvae.serving.Histories.History;

/**
 * The lists of many users, from a file of user,item rows to a file. While one pass of users is scored, the last one is
 * written and the next one read; the memory does not grow with the file, except for the users' ids.
 */
public final class UserLists {

    /** A kill loses at most this many passes of users. */
    private static final int PASSES_BETWEEN_KEEPING = 20;

    private static final int UNKNOWN_SHOWN = 5;

    /**
     * What was written.
     *
     * @param users in the file
     * @param usersBefore how many of them an earlier, interrupted process had written
     * @param byPopularity users without an item that the model knows
     * @param unknownRows rows of items that the model does not know
     * @param unknownIds some of those items
     */
    public record Outcome(long users, long usersBefore, long byPopularity, long unknownRows, List<String> unknownIds) {}

    private final Recommender recommender;
    private final Query like;
    private final ListFormat format;
    private final PartFile out;
    private List<History> pass = new ArrayList<>();
    private List<History> scored = List.of(); // those that the future is of
    private CompletableFuture<List<Answer>> answers = CompletableFuture.completedFuture(List.of());
    private long usersRead;
    private long usersWritten;
    private long passes;
    private long byPopularity;
    private long unknownRows;
    private final Set<String> unknown = new LinkedHashSet<>();

    private UserLists(Recommender recommender, Query like, ListFormat format, PartFile out) {
        this.recommender = recommender;
        this.like = like;
        this.format = format;
        this.out = out;
    }

    /**
     * Writes every user's list. It goes to FILE.part first, and moves into place when complete; after a kill, the same
     * call resumes from there.
     *
     * @param users the header {@code user,item}, a user's rows one after the other
     * @param like what each user is asked for, with the user's own likes instead of these
     * @throws UserError if the file of users is not as described
     */
    public static Outcome write(Recommender recommender, Path users, Query like, ListFormat format, Path out)
            throws IOException {
        requireReadable(users, out);
        Histories histories = new GroupedHistories(users);
        histories.forEach(history -> {}); // a wrong row ends it before the first list, not after an hour
        return write(recommender, histories, like, format, out);
    }

    /**
     * As {@link #write(Recommender, Path, Query, ListFormat, Path)}, of users that are read in another way.
     *
     * @param users have been read once, so that a wrong row has ended it before
     */
    public static Outcome write(Recommender recommender, Histories users, Query like, ListFormat format, Path out)
            throws IOException {
        requireReadable(users.file(), out);
        String identity = String.join(
                " ",
                recommender.modelVersion(),
                FileHash.of(users.file()).sha256(),
                FileHash.sha256(users.reading().getBytes(StandardCharsets.UTF_8)),
                format.name(),
                FileHash.sha256(like.toString().getBytes(StandardCharsets.UTF_8)));
        try (PartFile part = PartFile.open(out, identity)) {
            return new UserLists(recommender, like, format, part).write(users);
        }
    }

    /**
     * Some users' lists.
     *
     * @param like as {@link #write(Recommender, Path, Query, ListFormat, Path)} takes it
     */
    public static List<Answer> of(Recommender recommender, List<History> users, Query like) {
        return recommender.recommend(queries(recommender, users, like));
    }

    /**
     * Checks that a file of users can be read while lists are written.
     *
     * @throws UserError if it is not a file, or writing overwrites it
     */
    public static void requireReadable(Path users, Path out) throws IOException {
        if (!Files.isRegularFile(users)) {
            throw new UserError(
                    users.toString(),
                    "a file of user,item rows",
                    Files.exists(users) ? "no regular file, and it is read twice" : "none",
                    "check the path");
        }
        if (PartFile.overwrites(out, users)) {
            throw new UserError(
                    out.toString(), "a file to be written", "one whose writing overwrites " + users, "name another");
        }
    }

    private Outcome write(Histories users) throws IOException {
        usersWritten = out.usersBefore();
        if (usersWritten == 0) {
            out.write(format.header().getBytes(StandardCharsets.UTF_8));
        }
        users.forEach(this::take);
        score();
        score(); // which writes the last pass
        out.complete();
        return new Outcome(usersRead, out.usersBefore(), byPopularity, unknownRows, List.copyOf(unknown));
    }

    private void take(History history) {
        count(history);
        if (usersRead++ < out.usersBefore()) {
            return;
        }
        pass.add(history);
        if (pass.size() == recommender.mostQueries()) {
            score();
        }
    }

    private void count(History history) {
        int known = 0;
        for (String item : history.items()) {
            if (recommender.items().index(item) >= 0) {
                known++;
            } else if (unknown.size() < UNKNOWN_SHOWN) {
                unknown.add(item);
            }
        }
        unknownRows += history.items().size() - known;
        byPopularity += known == 0 ? 1 : 0;
    }

    /** Starts a pass, and writes the one before it meanwhile. */
    private void score() {
        CompletableFuture<List<Answer>> next = recommender.answer(queries(recommender, pass, like));
        List<Answer> finished = Recommender.join(answers);
        List<History> whose = scored;
        answers = next;
        scored = pass;
        pass = new ArrayList<>();
        write(whose, finished);
    }

    private static List<Query> queries(Recommender recommender, List<History> users, Query like) {
        return users.stream()
                .map(history -> new Query(
                        history.items(),
                        like.top(),
                        like.exclude(),
                        like.only(),
                        like.includeSeen(),
                        explained(recommender, history, like)))
                .toList();
    }

    /** Of a history that is too long, one list without reasons is better than no lists. */
    private static boolean explained(Recommender recommender, History history, Query like) {
        return like.explain()
                && history.items().stream()
                                .distinct()
                                .filter(item -> recommender.items().index(item) >= 0)
                                .count()
                        <= Explanation.MOST_ITEMS;
    }

    private void write(List<History> whose, List<Answer> finished) {
        List<byte[]> lists = IntStream.range(0, whose.size())
                .parallel()
                .mapToObj(k -> format.text(whose.get(k), finished.get(k)).getBytes(StandardCharsets.UTF_8))
                .toList();
        for (byte[] list : lists) {
            out.write(list);
        }
        usersWritten += whose.size();
        if (++passes % PASSES_BETWEEN_KEEPING == 0) {
            out.keep(usersWritten);
        }
    }
}
