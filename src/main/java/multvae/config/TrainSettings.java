package multvae.config;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

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
 * @param finalFit whether the best epochs are trained on everything in the end, the validation events too
 * @param parallel whether it is shared out
 * @param softmax which items a step's softmax is over
 * @param anneal how beta goes
 * @param recVae what only a RecVAE's training has
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
        boolean finalFit,
        Parallel parallel,
        SoftmaxSettings softmax,
        Anneal anneal,
        RecVae recVae,
        Schedule schedule,
        Stopping stopping) {

    /** The key of {@link #finalFit()}. */
    public static final String FINAL_FIT = "train.finalFit";

    /** What the keys of {@link #anneal()} begin with. */
    public static final String ANNEAL = "train.anneal.";

    /** What the keys of {@link #recVae()} begin with. */
    public static final String RECVAE = "train.recvae.";

    /** The key of {@link #statistics()}. */
    public static final String STATISTICS = "train.statistics";

    /** The key of {@link #seed()}. */
    public static final String SEED = "train.seed";

    /** The key of {@link Parallel#workers}. */
    public static final String WORKERS = "train.workers";

    /** The key of {@link Parallel#averageEvery}. */
    public static final String AVERAGE_EVERY = "train.averageEvery";

    /**
     * Who takes the steps.
     *
     * @param workers processes that take them together, 1 to 10,000; 1: this one alone
     * @param averageEvery steps between two exchanges of several workers, from 1
     */
    public record Parallel(int workers, int averageEvery) {

        private static final int MOST_WORKERS = 10_000;

        static Parallel read(Section train) {
            return new Parallel(
                    train.get("workers", ValueType.integer(1, MOST_WORKERS)),
                    train.get("averageEvery", ValueType.integer(1)));
        }
    }

    /** How beta goes from step to step. */
    public enum AnnealType {
        /** Rises from 0 to the cap and stays there. */
        LINEAR,
        /** At the cap throughout. */
        CONSTANT,
        /** Rises and is held, again and again (Fu et al. 2019). */
        CYCLICAL,
        /** Trains twice: once with beta rising to 1, then up to the beta of the best validation epoch of the first time. */
        SEARCH
    }

    /**
     * How the weight of the KL term, beta, goes.
     *
     * @param type the rule
     * @param cap the highest beta, in [0, 1]; 0 keeps beta at 0. Not read by {@link AnnealType#SEARCH}, which finds it
     * @param totalSteps steps after which an uncapped linear beta would be 1; 0 or less keeps beta at the cap; absent: derived from the epochs, as the tutorial does
     * @param epochs the epochs until a linear beta reaches its cap, 1 to the run's; absent: four fifths of the run's. Used only if totalSteps is absent
     * @param cycles how often a cyclical beta starts from 0, from 1
     * @param rampFraction the part of a cycle in which beta rises, in (0, 1]
     */
    public record Anneal(
            AnnealType type, double cap, OptionalLong totalSteps, OptionalInt epochs, int cycles, double rampFraction) {

        static Anneal read(Section anneal) {
            return new Anneal(
                    anneal.get("type", ValueType.constant(AnnealType.class)),
                    anneal.get("cap", ValueType.number(Interval.closed(0, 1))),
                    anneal.optional("totalSteps", ValueType.longInteger(Long.MIN_VALUE, Long.MAX_VALUE))
                            .map(OptionalLong::of)
                            .orElseGet(OptionalLong::empty),
                    anneal.optional("epochs", ValueType.integer(1))
                            .map(OptionalInt::of)
                            .orElseGet(OptionalInt::empty),
                    anneal.get("cycles", ValueType.integer(1)),
                    anneal.get("rampFraction", ValueType.number(Interval.openClosed(0, 1))));
        }
    }

    /**
     * What only a RecVAE's training has.
     *
     * @param gamma the weight of the KL term for each of a user's items, in [0, 1]
     * @param encoderPasses passes over the train users, in each epoch, that update the encoder, 1 to 100
     * @param decoderPasses those that update the decoder, after the prior has become a copy of the encoder, 1 to 100
     */
    public record RecVae(double gamma, int encoderPasses, int decoderPasses) {

        private static final int MOST_PASSES = 100;

        static RecVae read(Section recVae) {
            return new RecVae(
                    recVae.get("gamma", ValueType.number(Interval.closed(0, 1))),
                    recVae.get("encoderPasses", ValueType.integer(1, MOST_PASSES)),
                    recVae.get("decoderPasses", ValueType.integer(1, MOST_PASSES)));
        }
    }

    /** How the learning rate goes from epoch to epoch. */
    public enum ScheduleType {
        /** It stays. */
        CONSTANT,
        /** Multiplied by a factor when what is monitored has stopped getting better. */
        PLATEAU,
        /** Multiplied by a factor every few epochs. */
        STEP,
        /** Multiplied by a factor every epoch. */
        EXPONENTIAL
    }

    /** How much better is better. */
    public enum ThresholdMode {
        /** By more than the threshold times the best value so far. */
        RELATIVE,
        /** By more than the threshold. */
        ABSOLUTE
    }

    /** What tells whether training still gets better. */
    public enum Monitor {
        /** Validation NDCG@100, to be maximised. */
        METRIC,
        /** Validation loss, to be minimised. It rises with beta, so it is of use only if beta is constant. */
        LOSS
    }

    /**
     * How the learning rate goes.
     *
     * @param type the rule
     * @param factor what the rate is multiplied by, in (0, 1]
     * @param every epochs between two multiplications of {@link ScheduleType#STEP}, from 1
     * @param minimum the rate is not lowered below this, from 0
     * @param monitor what {@link ScheduleType#PLATEAU} watches
     * @param patience evaluations without getting better that it tolerates; one more lowers the rate
     * @param threshold how much better is better, from 0
     * @param thresholdMode whether the threshold is a proportion of the best value
     */
    public record Schedule(
            ScheduleType type,
            double factor,
            int every,
            double minimum,
            Monitor monitor,
            int patience,
            double threshold,
            ThresholdMode thresholdMode) {

        static Schedule read(Section schedule) {
            return new Schedule(
                    schedule.get("type", ValueType.constant(ScheduleType.class)),
                    schedule.get("factor", ValueType.number(Interval.openClosed(0, 1))),
                    schedule.get("every", ValueType.integer(1)),
                    schedule.get("minimum", ValueType.number(Interval.nonNegativeFloat())),
                    schedule.get("monitor", ValueType.constant(Monitor.class)),
                    schedule.get("patience", ValueType.integer(0)),
                    schedule.get("threshold", ValueType.number(Interval.atLeast(0))),
                    schedule.get("thresholdMode", ValueType.constant(ThresholdMode.class)));
        }
    }

    /**
     * When training stops before its last epoch.
     *
     * @param enabled whether it may
     * @param monitor what tells
     * @param patience evaluations in a row without getting better after which it stops, from 1
     * @param threshold how much better is better, absolute, from 0
     */
    public record Stopping(boolean enabled, Monitor monitor, int patience, double threshold) {

        static Stopping read(Section stopping) {
            return new Stopping(
                    stopping.get("enabled", ValueType.flag()),
                    stopping.get("monitor", ValueType.constant(Monitor.class)),
                    stopping.get("patience", ValueType.integer(1)),
                    stopping.get("threshold", ValueType.number(Interval.atLeast(0))));
        }
    }

    /** Keys that change nothing of what a training comes to. */
    public static final List<String> WITHOUT_EFFECT = List.of("train.checkpointEvery", "train.ui", "train.uiPort");

    static TrainSettings read(Section train) {
        TrainSettings settings = new TrainSettings(
                train.get("epochs", ValueType.integer(1)),
                train.get("batchSize", ValueType.integer(1, 1_000_000)),
                train.get("learningRate", ValueType.number(Interval.positiveFloat())),
                train.optional("clipNorm", ValueType.number(Interval.above(0)))
                        .map(OptionalDouble::of)
                        .orElseGet(OptionalDouble::empty),
                train.get("seed", ValueType.longInteger(Long.MIN_VALUE, Long.MAX_VALUE)),
                train.get("evaluateEvery", ValueType.integer(1)),
                train.get("checkpointEvery", ValueType.integer(1)),
                train.get("statistics", ValueType.flag()),
                train.get("ui", ValueType.flag()),
                train.get("uiPort", ValueType.integer(0, 65_535)),
                train.get("finalFit", ValueType.flag()),
                Parallel.read(train),
                SoftmaxSettings.read(train),
                Anneal.read(train.section("anneal")),
                RecVae.read(train.section("recvae")),
                Schedule.read(train.section("schedule")),
                Stopping.read(train.section("stopping")));
        train.require(
                settings.anneal.epochs().orElse(1) <= settings.epochs,
                "anneal.epochs",
                "at most the " + settings.epochs + " of train.epochs",
                "epochs");
        train.require(
                settings.softmax.type() == SoftmaxSettings.Type.FULL || settings.parallel.workers() == 1,
                SoftmaxSettings.NAME,
                "full with several workers, whose gradients are over all items",
                "workers");
        boolean plateau = settings.schedule.type() == ScheduleType.PLATEAU;
        train.require(
                !settings.finalFit || !plateau,
                "finalFit",
                "false with schedule.type = plateau, which needs users to validate on",
                "schedule.type");
        return settings;
    }

    /** The same training from another seed. */
    TrainSettings withSeed(long other) {
        return with(epochs, other, evaluateEvery, finalFit, stopping);
    }

    /** The same training for a number of epochs, of which only the last one is evaluated. */
    public TrainSettings finalFit(int finalEpochs) {
        Stopping never = new Stopping(false, stopping.monitor(), stopping.patience(), stopping.threshold());
        return with(finalEpochs, seed, finalEpochs, false, never);
    }

    private TrainSettings with(
            int otherEpochs, long otherSeed, int otherEvaluateEvery, boolean otherFinalFit, Stopping otherStopping) {
        return new TrainSettings(
                otherEpochs,
                batchSize,
                learningRate,
                clipNorm,
                otherSeed,
                otherEvaluateEvery,
                checkpointEvery,
                statistics,
                ui,
                uiPort,
                otherFinalFit,
                parallel,
                softmax,
                anneal,
                recVae,
                schedule,
                otherStopping);
    }
}
