package multvae.sweep;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import multvae.config.Settings;
import multvae.config.SoftmaxSettings;
import multvae.config.TrainSettings;
import multvae.config.TrainSettings.AnnealType;
import multvae.config.TrainSettings.ScheduleType;
import multvae.io.UserError;
import multvae.weights.Architecture.ModelType;

/** Checks that the keys that are varied make a difference. */
public final class VariedKeys {

    private VariedKeys() {}

    /**
     * When a training reads a key, besides a model that does.
     *
     * @param written the condition, as a configuration has it
     */
    private record Condition(String written, Predicate<TrainSettings> holds) {}

    private static final Map<String, Condition> CONDITIONS = conditions();

    private static Map<String, Condition> conditions() {
        Condition linear = new Condition(
                "train.anneal.type = linear or search",
                train -> train.anneal().type() == AnnealType.LINEAR
                        || train.anneal().type() == AnnealType.SEARCH);
        Condition cyclical = new Condition(
                "train.anneal.type = cyclical", train -> train.anneal().type() == AnnealType.CYCLICAL);
        Condition scheduled = new Condition(
                "another train.schedule.type than constant",
                train -> train.schedule().type() != ScheduleType.CONSTANT);
        Condition plateau = new Condition(
                "train.schedule.type = plateau", train -> train.schedule().type() == ScheduleType.PLATEAU);
        Condition stopping = new Condition(
                "train.stopping.enabled = true", train -> train.stopping().enabled());
        Map<String, Condition> conditions = new HashMap<>();
        conditions.put(
                TrainSettings.ANNEAL + "cap",
                new Condition(
                        "another train.anneal.type than search",
                        train -> train.anneal().type() != AnnealType.SEARCH));
        conditions.put(TrainSettings.ANNEAL + "totalSteps", linear);
        conditions.put(
                TrainSettings.ANNEAL + "epochs",
                new Condition(
                        linear.written + ", and train.anneal.totalSteps = null",
                        train -> linear.holds.test(train)
                                && train.anneal().totalSteps().isEmpty()));
        conditions.put(TrainSettings.ANNEAL + "cycles", cyclical);
        conditions.put(TrainSettings.ANNEAL + "rampFraction", cyclical);
        conditions.put("train.schedule.factor", scheduled);
        conditions.put("train.schedule.minimum", scheduled);
        conditions.put(
                "train.schedule.every",
                new Condition(
                        "train.schedule.type = step", train -> train.schedule().type() == ScheduleType.STEP));
        for (String key : List.of("monitor", "patience", "threshold", "thresholdMode")) {
            conditions.put("train.schedule." + key, plateau);
        }
        for (String key : List.of("monitor", "patience", "threshold")) {
            conditions.put("train.stopping." + key, stopping);
        }
        conditions.put(
                SoftmaxSettings.SAMPLED_ITEMS,
                new Condition(
                        "train.softmax = sampled", train -> train.softmax().type() == SoftmaxSettings.Type.SAMPLED));
        conditions.put(
                TrainSettings.AVERAGE_EVERY,
                new Condition(
                        "train.workers = 2 or more", train -> train.parallel().workers() > 1));
        return Map.copyOf(conditions);
    }

    /**
     * Checks that each key makes a difference to a training, and that one of the trials reads it: all of them would be the same training
     * otherwise.
     *
     * @param where the key of the configuration that names them: {@code sweep.grid}
     * @param trials the settings of all of them
     * @throws UserError for the first key that none reads
     */
    public static void requireRead(String where, List<String> keys, Collection<Settings> trials) {
        Set<ModelType> models = trials.stream()
                .map(trial -> trial.model().type())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ModelType.class)));
        for (String key : keys) {
            if (models.stream().noneMatch(model -> isRead(key, model))) {
                ModelType model = models.iterator().next();
                throw new UserError(
                        where,
                        "keys that a model of the type " + model.label() + " reads",
                        key + ", which it does not read",
                        "use another one, such as " + instead(model));
            }
            if (TrainSettings.WITHOUT_EFFECT.contains(key) || key.equals(TrainSettings.STATISTICS)) {
                throw new UserError(
                        where, "keys that a training depends on", key + ", which changes no result", "leave it out");
            }
            Condition condition = CONDITIONS.get(key);
            if (condition != null && trials.stream().map(Settings::train).noneMatch(condition.holds)) {
                throw new UserError(
                        where,
                        "keys that the training reads",
                        key + ", which it reads only with " + condition.written,
                        "set that too, or leave the key out");
            }
        }
    }

    private static boolean isRead(String key, ModelType model) {
        return key.startsWith(TrainSettings.ANNEAL)
                ? model.annealed()
                : !key.startsWith(TrainSettings.RECVAE) || model == ModelType.RECVAE;
    }

    private static String instead(ModelType model) {
        return switch (model) {
            case MULT_VAE -> TrainSettings.ANNEAL + "cap";
            case MULT_DAE -> "train.learningRate";
            case RECVAE -> TrainSettings.RECVAE + "gamma";
        };
    }

    /**
     * Checks that a grid leaves the seed to {@code run.seeds}, from each of which every trial is trained.
     *
     * @throws UserError if both have seeds
     */
    public static void requireOneSourceOfSeeds(List<String> keys, Settings base) {
        if (!base.seeds().isEmpty() && keys.contains(TrainSettings.SEED)) {
            throw new UserError(
                    "sweep.grid",
                    "other keys than " + TrainSettings.SEED + " with run.seeds, from which every trial is trained",
                    TrainSettings.SEED,
                    "leave one of the two out");
        }
    }
}
