package multvae.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import multvae.io.Locations;
import multvae.io.Plural;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.ratings.RatingsReader;
import multvae.run.Input;
import multvae.serving.Answer;
import multvae.serving.Histories;
import multvae.serving.ListFormat;
import multvae.serving.Query;
import multvae.serving.Reason;
import multvae.serving.Recommendation;
import multvae.serving.Recommender;
import multvae.serving.UserLists;
import multvae.stages.Engine;
import multvae.stages.Lister;
import multvae.stages.RatingsFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recommends items to one user, or to each user of a file. */
@Command(name = "recommend", description = "Recommends items to a user with these likes, or to every user of a file.")
final class RecommendCommand implements Callable<Integer> {

    private static final String PLAIN = "user,item";

    private static final Logger LOG = LoggerFactory.getLogger(RecommendCommand.class);

    @Option(
            names = "--run",
            required = true,
            paramLabel = "DIRECTORY",
            description = "the directory of a run or a bundle")
    private Path run;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--likes",
            paramLabel = "ITEM",
            description = "an item that the user has, by id or title; can be repeated")
    private List<String> likes = List.of();

    @Option(
            names = "--user",
            paramLabel = "ID",
            description =
                    "instead of --likes: a user of the run's own data, with the items that training or evaluate gave the model")
    private String user;

    @Option(names = "--top", paramLabel = "N", description = "how many items (${DEFAULT-VALUE})")
    private int top = 10;

    @Option(names = "--exclude", paramLabel = "ITEM", description = "an item not to be recommended; can be repeated")
    private List<String> exclude = List.of();

    @Option(names = "--only", paramLabel = "ITEM", description = "recommend only these items; can be repeated")
    private List<String> only = List.of();

    @Option(names = "--include-seen", description = "also recommend items that the user has")
    private boolean includeSeen;

    @Option(names = "--explain", description = "name the user's own items that weighed most")
    private boolean explain;

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description =
                    "recommend to every user of a file: rows of user and item, or any table that data.ratings takes; with --engine spark also"
                            + " an address, a directory or a pattern")
    private String users;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "with --users: the file for the lists; with --engine spark a directory")
    private Path out;

    @Option(names = "--format", paramLabel = "FORM", description = "with --users: csv, jsonl, or on Spark parquet")
    private Lister.Format format;

    @Mixin
    private EngineOption engine = new EngineOption();

    @Override
    public Integer call() throws IOException {
        check();
        Lister.Format listFormat = format == null ? Lister.Format.CSV : format;
        try (Recommender recommender = Recommender.open(model.opened(run))) {
            Query query = new Query(
                    user == null ? ids(recommender, "--likes", likes) : itemsOfUser(),
                    top,
                    ids(recommender, "--exclude", exclude),
                    only.isEmpty() ? Optional.empty() : Optional.of(ids(recommender, "--only", only)),
                    includeSeen,
                    explain);
            if (users == null) {
                print(recommender, query);
            } else {
                warnOfUnknown(recommender, query.exclude());
                query.only().ifPresent(ids -> warnOfUnknown(recommender, ids));
                if (engine.isElsewhere()) {
                    shareOut(recommender, query, listFormat);
                } else {
                    report(write(recommender, query, listFormat.text().orElseThrow()));
                }
            }
        }
        return ExitCode.OK;
    }

    private List<String> itemsOfUser() throws IOException {
        RunUser found = RunUser.of(run, user);
        if (!json) {
            LOG.info(
                    "user {} of the {} users, with {}",
                    Printable.oneLine(user),
                    found.part().label(),
                    Plural.of(found.items().size(), "item"));
        }
        return found.items();
    }

    private UserLists.Outcome write(Recommender recommender, Query query, ListFormat listFormat) throws IOException {
        Path file = Path.of(users);
        UserLists.requireReadable(file, out);
        return UserLists.write(recommender, histories(file, recommender), query, listFormat, out);
    }

    private void shareOut(Recommender recommender, Query query, Lister.Format listFormat) throws IOException {
        Input input = Input.external("users", "--users", users);
        List<Path> files = input.files().stream().map(Path::toAbsolutePath).toList();
        if (files.isEmpty()) {
            throw input.problem().orElseThrow();
        }
        try (Engine open = Engine.open(engine.settings())) {
            RatingsReader reader = RatingsFile.reader(files.get(0), recommender.configuration());
            Lister.Outcome outcome = open.lister()
                    .orElseThrow()
                    .write(
                            model.opened(run).toAbsolutePath(),
                            recommender.modelVersion(),
                            reader,
                            files,
                            query,
                            listFormat,
                            out.toAbsolutePath());
            RatingsHistories.describe(outcome.rowsBelow(), outcome.rows(), reader.threshold());
            if (outcome.partsBefore() > 0) {
                LOG.info("{} of {} parts were there already", outcome.partsBefore(), outcome.parts());
            }
            if (outcome.unknownRows() > 0) {
                LOG.warn(
                        "{} left out because the model does not know {}",
                        Plural.of(outcome.unknownRows(), "row"),
                        outcome.unknownRows() == 1 ? "its item" : "their items");
            }
            warnOfPopularity(outcome.byPopularity());
            LOG.info(
                    "{}: lists of {} in {}",
                    out,
                    Plural.of(outcome.users(), "user"),
                    Plural.of(outcome.parts(), "file"));
        }
    }

    private static void warnOfPopularity(long users) {
        if (users > 0) {
            LOG.warn(
                    users == 1
                            ? "1 user has no known item: the list is the most popular items"
                            : "{} users have no known item: their lists are the most popular items",
                    users);
        }
    }

    /** Rows user,item in UTF-8 whose users are not mixed are read one user at a time. Everything else is read whole. */
    private static Histories histories(Path users, Recommender recommender) throws IOException {
        boolean plain = isPlain(users) && RatingsFile.isUtf8(recommender.configuration());
        Optional<Histories> grouped = plain ? Histories.ifGrouped(users) : Optional.empty();
        return grouped.isPresent() ? grouped.get() : RatingsHistories.read(users, recommender.configuration());
    }

    /** Whether it has the header that is read one user at a time. */
    private static boolean isPlain(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            String start = new String(bytes.readNBytes(PLAIN.length() + 1), StandardCharsets.UTF_8);
            return start.startsWith(PLAIN) && start.substring(PLAIN.length()).isBlank();
        }
    }

    private void check() {
        if (user != null && (!likes.isEmpty() || users != null)) {
            String given = users != null ? "--users" : "--likes";
            throw new UserError("--user", "no " + given + " with it", given, "leave one out");
        }
        if (top < 1) {
            throw new UserError("--top", "at least 1", String.valueOf(top), "correct it");
        }
        if (users == null && (out != null || format != null)) {
            throw new UserError(
                    out != null ? "--out" : "--format", "--users FILE with it", "none", "name the file of users");
        }
        if (users != null && out == null) {
            throw new UserError("--users", "--out FILE with it", "none", "name the file for the lists");
        }
        if (users == null && engine.isElsewhere()) {
            throw new UserError("--engine", "--users FILE with it", "none", "leave it out for one user");
        }
        if (users != null && (!likes.isEmpty() || json)) {
            String given = !likes.isEmpty() ? "--likes" : "--json";
            throw new UserError("--users", "no " + given + ", which is for one user", given, "leave one out");
        }
        if (users != null && explain && format != Lister.Format.JSONL) {
            String found = format == null ? Lister.Format.CSV.ending() : format.ending();
            throw new UserError("--explain", "--format jsonl with --users", found, "add --format jsonl");
        }
        if (users != null && Locations.isAddress(users) && !engine.isElsewhere()) {
            throw new UserError(
                    "--users",
                    "a path of this machine, unless --engine spark",
                    Printable.oneLine(users),
                    "add --engine spark, or copy the file here");
        }
        if (out != null && Locations.isAddress(out.toString())) {
            throw new UserError(
                    "--out",
                    "a path of this machine",
                    Printable.oneLine(out.toString()),
                    "write here and copy it there");
        }
        if (format == Lister.Format.PARQUET && !engine.isElsewhere()) {
            throw new UserError("--format", "csv or jsonl", "parquet", "add --engine spark, or write csv");
        }
    }

    /** Of a list of ids that is the same for every user. */
    private static void warnOfUnknown(Recommender recommender, List<String> ids) {
        List<String> unknown = ids.stream()
                .filter(id -> recommender.items().byId(id).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            warnOfUnknown(unknown);
        }
    }

    private static void warnOfUnknown(List<String> ids) {
        LOG.warn("unknown to the model, left out: {}", joined(ids));
    }

    private static List<String> ids(Recommender recommender, String option, List<String> texts) {
        return texts.stream()
                .map(text -> recommender.items().resolve(option, text))
                .toList();
    }

    private void print(Recommender recommender, Query query) throws IOException {
        Answer answer = recommender.recommend(query);
        if (json) {
            Output.json(answer);
            return;
        }
        if (!answer.unknownIds().isEmpty()) {
            warnOfUnknown(answer.unknownIds());
        }
        if (answer.popularity()) {
            LOG.warn("no known likes: these are the most popular items, by their number of train users");
        }
        int rank = 0;
        for (Recommendation item : answer.recommendations()) {
            Output.line(String.format(
                    Locale.ROOT,
                    answer.popularity() ? "%4d  %9.0f  item %s  %s" : "%4d  %9.4f  item %s  %s",
                    ++rank,
                    item.score(),
                    item.itemId(),
                    shown(item.title())));
            if (!item.why().isEmpty()) {
                Output.line("                 for "
                        + item.why().stream().map(RecommendCommand::shown).collect(Collectors.joining(", ")));
            }
        }
        if (answer.recommendations().isEmpty()) {
            Output.line("no item is left to recommend");
        }
    }

    private static String shown(Reason reason) {
        return String.format(Locale.ROOT, "%s [%s] %+.3f", shown(reason.title()), reason.itemId(), reason.weight());
    }

    private static String shown(String title) {
        return title.isEmpty() ? "(no title)" : title;
    }

    private static String joined(List<String> ids) {
        return ids.stream().map(Printable::oneLine).collect(Collectors.joining(", "));
    }

    private void report(UserLists.Outcome outcome) {
        if (outcome.usersBefore() > 0) {
            LOG.info("resumed after {} that an interrupted run had written", Plural.of(outcome.usersBefore(), "user"));
        }
        if (outcome.unknownRows() > 0) {
            LOG.warn(
                    "{} left out because the model does not know {}, such as {}",
                    Plural.of(outcome.unknownRows(), "row"),
                    outcome.unknownRows() == 1 ? "its item" : "their items",
                    joined(outcome.unknownIds()));
        }
        warnOfPopularity(outcome.byPopularity());
        LOG.info("{}: lists of {}", out, Plural.of(outcome.users(), "user"));
    }
}
