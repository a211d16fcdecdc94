package multvae.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import multvae.io.Locations;
import multvae.io.Plural;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.ratings.RatingsReader;
import multvae.run.Input;
import multvae.serving.Histories;
import multvae.serving.ListFormat;
import multvae.serving.Query;
import multvae.serving.Recommender;
import multvae.serving.UserLists;
import multvae.stages.Engine;
import multvae.stages.Lister;
import multvae.stages.RatingsFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of recommend for a file of users, and the lists that they ask for. */
final class UsersFileOptions {

    private static final String PLAIN = "user,item";

    private static final Logger LOG = LoggerFactory.getLogger(UsersFileOptions.class);

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

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description =
                    "with --users: how the file is written, as a configuration says it: -Ddata.columns.user=member")
    private Map<String, String> form = new TreeMap<>();

    @Mixin
    private EngineOption engine = new EngineOption();

    /** Whether there is a file of users. */
    boolean isAsked() {
        return users != null;
    }

    /**
     * Checks the options against each other.
     *
     * @param explain whether reasons are asked for
     */
    void check(boolean explain) {
        if (users == null) {
            checkWithout();
            return;
        }
        form.keySet().forEach(EngineOption::requireOption);
        RatingsFile.check(form);
        if (out == null) {
            throw new UserError("--users", "--out FILE with it", "none", "name the file for the lists");
        }
        if (explain && format != Lister.Format.JSONL) {
            String found = format == null ? Lister.Format.CSV.ending() : format.ending();
            throw new UserError("--explain", "--format jsonl with --users", found, "add --format jsonl");
        }
        if (Locations.isAddress(users) && !engine.isElsewhere()) {
            throw new UserError(
                    "--users",
                    "a path of this machine, unless --engine spark",
                    Printable.oneLine(users),
                    "add --engine spark, or copy the file here");
        }
        if (Locations.isAddress(out.toString())) {
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

    private void checkWithout() {
        requireAbsent("--out", out != null);
        requireAbsent("--format", format != null);
        requireAbsent("-D", !form.isEmpty());
        if (engine.isElsewhere()) {
            throw new UserError("--engine", "--users FILE with it", "none", "leave it out for one user");
        }
    }

    private static void requireAbsent(String option, boolean given) {
        if (given) {
            throw new UserError(option, "--users FILE with it", "none", "name the file of users");
        }
    }

    /**
     * Writes every user's list.
     *
     * @param model the directory that the recommender is opened from
     * @param like what each user is asked for
     */
    void write(Recommender recommender, Path model, Query like) throws IOException {
        Lister.Format listFormat = format == null ? Lister.Format.CSV : format;
        if (engine.isElsewhere()) {
            shareOut(recommender, model, like, listFormat);
            return;
        }
        Path file = Path.of(users);
        UserLists.requireReadable(file, out);
        ListFormat text = listFormat.text().orElseThrow();
        report(UserLists.write(recommender, histories(file, recommender), like, text, out));
    }

    private void shareOut(Recommender recommender, Path model, Query query, Lister.Format listFormat)
            throws IOException {
        Input input = Input.external("users", "--users", users);
        List<Path> files = input.files().stream().map(Path::toAbsolutePath).toList();
        if (files.isEmpty()) {
            throw input.problem().orElseThrow();
        }
        try (Engine open = Engine.open(engine.settings())) {
            RatingsReader reader = RatingsFile.reader(files.get(0), recommender.configuration(), form);
            Lister.Outcome outcome = open.lister()
                    .orElseThrow()
                    .write(
                            model.toAbsolutePath(),
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
    private Histories histories(Path file, Recommender recommender) throws IOException {
        boolean plain = form.isEmpty() && isPlain(file) && RatingsFile.isUtf8(recommender.configuration());
        Optional<Histories> grouped = plain ? Histories.ifGrouped(file) : Optional.empty();
        return grouped.isPresent() ? grouped.get() : RatingsHistories.read(file, recommender.configuration(), form);
    }

    /** Whether it has the header that is read one user at a time. */
    private static boolean isPlain(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            String start = new String(bytes.readNBytes(PLAIN.length() + 1), StandardCharsets.UTF_8);
            return start.matches(PLAIN + "[\\r\\n]?");
        }
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
                    outcome.unknownIds().stream().map(Printable::oneLine).collect(Collectors.joining(", ")));
        }
        warnOfPopularity(outcome.byPopularity());
        LOG.info("{}: lists of {}", out, Plural.of(outcome.users(), "user"));
    }
}
