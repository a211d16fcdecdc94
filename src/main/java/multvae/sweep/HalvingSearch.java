package multvae.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import multvae.config.Settings;
import multvae.io.AtomicFile;
import multvae.io.FruitlessSettings;
import multvae.io.Plural;
import multvae.io.UserError;
import multvae.report.Tuned.Rung;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.sweep.Tune.Candidate;
import multvae.sweep.Tune.Space;
import multvae.training.History;
import multvae.training.ParallelTrainings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The search for a model's settings: trials are trained from rung to rung, the better ones longer. */
final class HalvingSearch {

    private static final Logger LOG = LoggerFactory.getLogger(HalvingSearch.class);

    private final TrialRuns runs;
    private final ParallelTrainings parallel;
    private final Space space;
    private final List<Rung> rungs;

    /** @param parallel may do the trainings of a rung at once, before they are done one by one */
    HalvingSearch(TrialRuns runs, ParallelTrainings parallel, Space space, List<Rung> rungs) {
        this.runs = runs;
        this.parallel = parallel;
        this.space = space;
        this.rungs = List.copyOf(rungs);
    }

    /**
     * Takes the trials through all rungs. If all of a rung diverge, the next best of the rung before take their places.
     *
     * @return where each candidate stands in the end
     * @throws UserError if every trial diverges
     */
    List<Standing> run(List<Candidate> candidates) throws IOException {
        List<Standing> all = candidates.stream().map(Standing::new).toList();
        int rung = 0;
        while (rung < rungs.size()) {
            List<Standing> next = next(all, rung);
            if (!next.isEmpty()) {
                compare(next, rung);
                int after = rung + 1;
                rung = next.stream().anyMatch(standing -> standing.hasReached(after)) ? after : rung;
            } else if (rung > 0) {
                rung--; // nobody is left here: more of those that were passed over go on
            } else {
                throw new UserError(
                        "tune.space",
                        "a trial whose loss stays finite",
                        "none of " + all.size(),
                        "lower the ends of train.learningRate, or set train.clipNorm");
            }
        }
        return all;
    }

    /** The best of those that wait for a rung, in the order of their numbers. */
    private List<Standing> next(List<Standing> all, int rung) {
        return all.stream()
                .filter(standing -> standing.hasReached(rung))
                .sorted(Comparator.comparingDouble(standing -> -standing.last())) // stable: of equals the first one
                .limit(rungs.get(rung).trials())
                .sorted(Comparator.comparingInt(Standing::number))
                .toList();
    }

    private void compare(List<Standing> standings, int rung) throws IOException {
        LOG.info(
                "rung {} of {}: {} up to epoch {}",
                rung + 1,
                rungs.size(),
                Plural.of(standings.size(), "trial"),
                rungs.get(rung).epochs());
        trainAtOnce(standings, rung);
        for (int n = 0; n < standings.size(); n++) {
            Standing standing = standings.get(n);
            LOG.info(
                    "rung {} of {}, {} of {}: trial {}, {}",
                    rung + 1,
                    rungs.size(),
                    n + 1,
                    standings.size(),
                    standing.number(),
                    standing.candidate().text());
            train(standing, rung);
        }
    }

    /** Trains those that are not trained yet, if the engine can do so at once. */
    private void trainAtOnce(List<Standing> standings, int rung) throws IOException {
        List<ParallelTrainings.Training> trainings = new ArrayList<>();
        for (Standing standing : standings) {
            if (!isTrained(standing.candidate(), runs.branch(space, standing.number()), rung)) {
                trainings.add(new ParallelTrainings.Training(
                        TrialRuns.path(space, standing.number()),
                        standing.candidate().settings(),
                        rungs.get(rung).epochs()));
            }
        }
        parallel.train(runs.run(), trainings, runs.environment(), false);
    }

    private void train(Standing standing, int rung) throws IOException {
        int until = rungs.get(rung).epochs();
        Settings settings = standing.candidate().settings();
        RunDirectory directory = runs.branch(space, standing.number());
        AtomicFile.write(directory.root().resolve(RunLayout.RESOLVED_CONF), settings.render());
        if (!isTrained(standing.candidate(), directory, rung)) {
            try {
                runs.training(settings, until, directory).run(SeedRuns.TRAIN, false);
            } catch (FruitlessSettings lost) {
                standing.lose(lost);
                return;
            }
        }
        History history = new History(History.read(directory.file(RunLayout.HISTORY)).epochs().stream()
                .filter(epoch -> epoch.epoch() <= until)
                .toList());
        standing.trained(history);
        LOG.info(String.format(
                Locale.ROOT,
                "trial %d: validation NDCG@100 %.4f, epoch %d",
                standing.number(),
                standing.last(),
                history.best().epoch()));
    }

    /** For this rung, or for a later one before the search was interrupted, or with the final fit of a search that has ended. */
    private boolean isTrained(Candidate candidate, RunDirectory directory, int rung) throws IOException {
        for (int later = rungs.size() - 1; later >= rung; later--) {
            if (runs.isTrained(candidate.settings(), rungs.get(later).epochs(), directory)) {
                return true;
            }
        }
        int all = rungs.get(rungs.size() - 1).epochs();
        return candidate.withFinalFit().isPresent()
                && runs.isTrained(candidate.withFinalFit().get(), all, directory);
    }
}
