package multvae.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;

/**
 * What a result means: which model to use on this data. It follows from the 95 % intervals of the differences in the leading
 * metric alone, which are paired by user; the models' own intervals may overlap all the same.
 *
 * @param advice the short answer, a sentence
 * @param reason why, in a few sentences more, one of them that the model was trained too briefly if its training says so
 */
record Verdict(String advice, String reason) {

    /** With fewer test users a bootstrap draws the same few again and again, and its intervals are too narrow. */
    private static final int FEWEST_TESTED = 10;

    /** @param training of our model; absent if it is not known how that went */
    static Verdict of(Metrics metrics, Optional<FinishedTraining> training) {
        String undertrained = training.map(ReportText::undertrained).orElse("");
        if (metrics.differences().isEmpty()) {
            return new Verdict(
                    "No baseline was evaluated.",
                    "So nothing says whether " + ours(metrics) + " is worth its training: set evaluate.baselines."
                            + undertrained);
        }
        if (metrics.users() < FEWEST_TESTED) {
            return new Verdict(
                    "No verdict: " + (metrics.users() == 1 ? "one test user says" : metrics.users() + " test users say")
                            + " nothing about others.",
                    "The intervals above need " + FEWEST_TESTED + " or more: bring more data, or hold out more users."
                            + undertrained);
        }
        List<String> better = baselines(metrics, Outcome.WORSE);
        if (!better.isEmpty()) {
            return useBaseline(metrics, better, undertrained);
        }
        List<String> tied = baselines(metrics, Outcome.UNCLEAR);
        return tied.isEmpty() ? useModel(metrics, undertrained) : undecided(metrics, tied, undertrained);
    }

    /** Those whose difference has this outcome for our model, the best mean first. */
    private static List<String> baselines(Metrics metrics, Outcome outcome) {
        return metrics.differences().keySet().stream()
                .filter(name -> Outcome.of(difference(metrics, name).interval95()) == outcome)
                .sorted(Comparator.comparingDouble(name -> -mean(metrics, name)))
                .toList();
    }

    private static Verdict useBaseline(Metrics metrics, List<String> better, String undertrained) {
        String best = better.get(0);
        String reason = "It beats " + ours(metrics) + " by " + amount(metrics, best) + ".";
        if (better.size() > 1) {
            List<String> others = better.subList(1, better.size());
            reason += " So " + (others.size() == 1 ? "does " : "do ") + names(others) + ".";
        }
        reason += undertrained;
        if (KnownModel.of(best).equals(Optional.of(KnownModel.POPULARITY))) {
            reason += " A model that does not know the user is ahead: check the data and the settings of the training.";
        }
        return new Verdict("Use " + printed(best) + " on this data.", reason);
    }

    private static Verdict useModel(Metrics metrics, String undertrained) {
        String closest = baselines(metrics, Outcome.BETTER).get(0);
        int baselines = metrics.differences().size();
        return new Verdict(
                "Use " + ours(metrics) + " on this data.",
                (baselines == 1
                                ? "It beats " + printed(closest) + ", the only baseline, by "
                                : "It beats all " + baselines + " baselines, the closest of them, " + printed(closest)
                                        + ", by ")
                        + amount(metrics, closest) + "." + undertrained);
    }

    private static Verdict undecided(Metrics metrics, List<String> tied, String undertrained) {
        String closest = tied.get(0);
        Figure difference = difference(metrics, closest);
        String reason = "The 95 % interval of their difference in " + leading(metrics) + ", "
                + ResultTable.ends(difference.interval95()) + ", includes zero.";
        if (tied.size() > 1) {
            reason += " The same holds for " + names(tied.subList(1, tied.size())) + ".";
        }
        reason += " With " + Numbers.count(metrics.users()) + " test users, differences below about "
                + Numbers.half(difference.interval95()) + " do not show." + undertrained;
        return new Verdict(
                "No clear winner: " + ours(metrics) + " and " + printed(closest)
                        + " cannot be told apart on this data, so prefer " + printed(closest) + ", the simpler one.",
                reason);
    }

    private static String amount(Metrics metrics, String baseline) {
        return ResultTable.lead(difference(metrics, baseline), leading(metrics));
    }

    /** {@code a}, {@code a and b}, or {@code a, b and c}. */
    private static String names(List<String> baselines) {
        int last = baselines.size() - 1;
        String name = printed(baselines.get(last));
        return last == 0
                ? name
                : baselines.subList(0, last).stream().map(KnownModel::printed).collect(Collectors.joining(", "))
                        + " and " + name;
    }

    private static String leading(Metrics metrics) {
        return metrics.metrics().get(0);
    }

    private static Figure difference(Metrics metrics, String baseline) {
        return metrics.differences().get(baseline).get(leading(metrics));
    }

    private static double mean(Metrics metrics, String model) {
        Map<String, Figure> figures = metrics.models().get(model);
        return figures == null
                ? Double.NEGATIVE_INFINITY
                : figures.get(leading(metrics)).mean();
    }

    private static String ours(Metrics metrics) {
        return printed(metrics.model());
    }

    private static String printed(String model) {
        return KnownModel.printed(model);
    }

    /** Both, on one line. */
    String sentence() {
        return advice + " " + reason;
    }
}
