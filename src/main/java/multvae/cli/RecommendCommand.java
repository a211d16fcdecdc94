package multvae.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import multvae.io.Plural;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.serving.Answer;
import multvae.serving.Query;
import multvae.serving.Reason;
import multvae.serving.Recommendation;
import multvae.serving.Recommender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recommends items to one user, or to each user of a file. */
@Command(name = "recommend", description = "Recommends items to a user with these likes, or to every user of a file.")
final class RecommendCommand implements Callable<Integer> {

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

    @Mixin
    private UsersFileOptions many = new UsersFileOptions();

    @Override
    public Integer call() throws IOException {
        check();
        try (Recommender recommender = Recommender.open(model.opened(run))) {
            Query query = new Query(
                    user == null ? ids(recommender, "--likes", likes) : itemsOfUser(),
                    top,
                    ids(recommender, "--exclude", exclude),
                    only.isEmpty() ? Optional.empty() : Optional.of(ids(recommender, "--only", only)),
                    includeSeen,
                    explain);
            if (many.isAsked()) {
                warnOfUnknown(recommender, query.exclude());
                query.only().ifPresent(ids -> warnOfUnknown(recommender, ids));
                many.write(recommender, model.opened(run), query);
            } else {
                print(recommender, query);
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

    private void check() {
        if (user != null && (!likes.isEmpty() || many.isAsked())) {
            String given = many.isAsked() ? "--users" : "--likes";
            throw new UserError("--user", "no " + given + " with it", given, "leave one out");
        }
        if (top < 1) {
            throw new UserError("--top", "at least 1", String.valueOf(top), "correct it");
        }
        if (many.isAsked() && (!likes.isEmpty() || json)) {
            String given = !likes.isEmpty() ? "--likes" : "--json";
            throw new UserError("--users", "no " + given + ", which is for one user", given, "leave one out");
        }
        many.check(explain);
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
}
