package multvae.config;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How the model is trained.
 *
 * @param epochs passes over the train users, from 1
 * @param batchSize users in a step, 1 to 1,000,000; an epoch's last batch may be smaller
 * @param learningRate Adam's step size at the start, above 0
 * @param clipNorm the highest L2 norm of all gradients together, above 0; absent: as it comes
 * @param seed of the weights, the users' order, dropout and noise
 * @param evaluateEvery epochs between two evaluations on the validation users, from 1; the last epoch is always evaluated
 * @param checkpointEvery epochs between two checkpoints, from 1; the last epoch always has one
 * @param statistics whether the run is recorded in Deeplearning4j's stats storage as well
 * @param ui whether the training's curves are served while it goes, to this machine
 * @param uiPort where, 0 to 65535; 0 is any free one
 * @param anneal how beta goes
 * @param schedule how the learning rate goes
 * @param stopping when to stop early
 */
public record TrainSettings(
        int epochs,
        int batchSize,
        double learningRate,
        OptionalDouble clipNorm,
        long seed,
        int evaluateEvery,
        int checkpointEvery,
        boolean statistics,
        boolean ui,
        int uiPort,
        AnnealSettings anneal,
        ScheduleSettings schedule,
        StoppingSettings stopping) {

    /** Keys that change nothing of what a training comes to. */
    public static final List<String> WITHOUT_EFFECT = List.of("train.checkpointEvery", "train.ui", "train.uiPort");

    static TrainSettings read(Section train) {
        TrainSettings settings = new TrainSettings(
                train.get("epochs", ValueType.integer(1)),
                train.get("batchSize", ValueType.integer(1, 1_000_000)),
                train.get("learningRate", ValueType.number(Interval.above(0))),
                train.optional("clipNorm", ValueType.number(Interval.above(0)))
                        .map(OptionalDouble::of)
                        .orElseGet(OptionalDouble::empty),
                train.get("seed", ValueType.longInteger(Long.MIN_VALUE, Long.MAX_VALUE)),
                train.get("evaluateEvery", ValueType.integer(1)),
                train.get("checkpointEvery", ValueType.integer(1)),
                train.get("statistics", ValueType.flag()),
                train.get("ui", ValueType.flag()),
                train.get("uiPort", ValueType.integer(0, 65_535)),
                AnnealSettings.read(train.section("anneal")),
                ScheduleSettings.read(train.section("schedule")),
                StoppingSettings.read(train.section("stopping")));
        train.require(
                settings.anneal.epochs().orElse(1) <= settings.epochs,
                "anneal.epochs",
                "at most the " + settings.epochs + " of train.epochs",
                "epochs");
        return settings;
    }
}
