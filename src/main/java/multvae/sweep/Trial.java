package multvae.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import multvae.config.SweepSettings;
import multvae.io.UserError;

/**
 * One combination of a grid's values.
 *
 * @param values as a configuration would have them, by key
 */
public record Trial(SortedMap<String, String> values) {

    /** Of one grid: each is a training, with a directory of its own. */
    static final int MOST = 10_000;

    private static final int LONGEST_NAME = 255; // of a file or directory, in bytes; names are ASCII

    public Trial(Map<String, String> values) {
        this(new TreeMap<>(values));
    }

    /**
     * All combinations of the values of some keys, in the order of the values, the last key's changing fastest.
     *
     * @throws UserError if a key comes twice, there are more than {@link #MOST}, or a name is too long for a directory
     */
    public static List<Trial> grid(List<SweepSettings.Axis> axes) {
        Set<String> keys = new HashSet<>();
        List<Map<String, String>> combinations = List.of(Map.of());
        for (SweepSettings.Axis axis : axes) {
            if (!keys.add(axis.key())) {
                throw new UserError("sweep.grid", "each key once", axis.key() + " twice", "put its values together");
            }
            long count = (long) combinations.size() * axis.values().size();
            if (count > MOST) {
                throw new UserError(
                        "sweep.grid",
                        "at most " + MOST + " combinations",
                        count + " with " + axis.key(),
                        "try fewer values");
            }
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> combination : combinations) {
                for (String value : axis.values()) {
                    Map<String, String> with = new HashMap<>(combination);
                    with.put(axis.key(), value);
                    longer.add(with);
                }
            }
            combinations = longer;
        }
        List<Trial> trials = combinations.stream().map(Trial::new).toList();
        int longest =
                trials.stream().mapToInt(trial -> trial.name().length()).max().orElseThrow();
        if (longest > LONGEST_NAME) {
            throw new UserError(
                    "sweep.grid",
                    "trials whose directory's name has at most " + LONGEST_NAME + " characters",
                    "one of " + longest,
                    "try fewer keys at a time, or use tune, which numbers its trials");
        }
        return trials;
    }

    /** Its directory's name, the same whatever else the grid has: {@code train.anneal.cap=0.2,train.seed=1}. */
    public String name() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue().replaceAll("[^A-Za-z0-9.,\\[\\]+-]", "_"))
                .collect(Collectors.joining(","));
    }
}
