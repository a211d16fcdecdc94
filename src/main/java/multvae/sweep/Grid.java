package multvae.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import multvae.config.SweepSettings;
import multvae.io.UserError;

/** All combinations of the values of some keys. */
public final class Grid {

    private Grid() {}

    /**
     * In the order of the values, the last key's first.
     *
     * @throws UserError where a key comes twice
     */
    public static List<Trial> trials(List<SweepSettings.Axis> axes) {
        Set<String> keys = new HashSet<>();
        List<Map<String, String>> combinations = List.of(Map.of());
        for (SweepSettings.Axis axis : axes) {
            if (!keys.add(axis.key())) {
                throw new UserError("sweep.grid", "each key once", axis.key() + " twice", "put its values together");
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
        return combinations.stream().map(Trial::new).toList();
    }
}
