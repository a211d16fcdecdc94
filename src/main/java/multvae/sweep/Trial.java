package multvae.sweep;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One combination of a grid's values.
 *
 * @param values as they would stand in a configuration, by key
 */
public record Trial(SortedMap<String, String> values) {

    public Trial(Map<String, String> values) {
        this(new TreeMap<>(values));
    }

    /** Its directory's name, the same whatever else the grid has: {@code train.anneal.cap=0.2,train.seed=1}. */
    public String name() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue().replaceAll("[^A-Za-z0-9.,\\[\\]+-]", "_"))
                .collect(Collectors.joining(","));
    }
}
