package multvae.sweep;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import multvae.config.Settings;
import multvae.io.UserError;
import multvae.weights.Architecture.ModelType;

/** Checks that the keys that are varied make a difference. */
public final class VariedKeys {

    private static final String ANNEAL = "train.anneal.";
    private static final String RECVAE = "train.recvae.";
    private static final String SEED = "train.seed";

    private VariedKeys() {}

    /**
     * Checks that a model of the trials reads each key: all of them would be the same training otherwise.
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
        }
    }

    private static boolean isRead(String key, ModelType model) {
        return key.startsWith(ANNEAL) ? model.annealed() : !key.startsWith(RECVAE) || model == ModelType.RECVAE;
    }

    private static String instead(ModelType model) {
        return switch (model) {
            case MULT_VAE -> ANNEAL + "cap";
            case MULT_DAE -> "train.learningRate";
            case RECVAE -> RECVAE + "gamma";
        };
    }

    /**
     * Checks that a grid leaves the seed to {@code run.seeds}, from each of which every trial is trained.
     *
     * @throws UserError if both have seeds
     */
    public static void requireOneSourceOfSeeds(List<String> keys, Settings base) {
        if (!base.seeds().isEmpty() && keys.contains(SEED)) {
            throw new UserError(
                    "sweep.grid",
                    "other keys than " + SEED + " with run.seeds, from which every trial is trained",
                    SEED,
                    "leave one of the two out");
        }
    }
}
