package multvae.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sweep command tries.
 *
 * @param grid the keys that are varied, each once, with their values; every combination is trained
 */
public record SweepSettings(List<Axis> grid) {

    /**
     * A key that a sweep varies, and the values that it tries, written {@code train.anneal.cap = 0, 0.1, 0.2}.
     *
     * @param key one of model's or train's
     * @param values each as it would be written in a configuration, one or more
     */
    public record Axis(String key, List<String> values) {

        private static final String GRID = "sweep.grid";

        private static final Pattern WRITTEN = Pattern.compile("\\s*([A-Za-z.]+)\\s*=(.*)", Pattern.DOTALL);

        public Axis {
            values = List.copyOf(values);
        }

        static ValueType<Axis> valueType() {
            List<String> keys = Reference.load().keys().stream()
                    .filter(key -> Reference.isAtOrBelow(key, "model") || Reference.isAtOrBelow(key, "train"))
                    .toList();
            return new ValueType<>(
                    value -> "a key of model or train and its values, such as train.anneal.cap = 0, 0.1, 0.2",
                    value -> parse(value).filter(axis -> keys.contains(axis.key)),
                    axis -> axis.key + " = " + String.join(", ", axis.values),
                    value -> parse(value).flatMap(axis -> Spelling.nearestKey(axis.key, keys)
                            .map(near -> near + " = " + String.join(", ", axis.values))));
        }

        private static Optional<Axis> parse(ConfigValue value) {
            Matcher written = WRITTEN.matcher(ValueType.text(value).orElse(""));
            if (!written.matches()) {
                return Optional.empty();
            }
            return values(GRID, written.group(1), written.group(2)).map(texts -> new Axis(written.group(1), texts));
        }

        /** The different values of a list without its brackets, one or more, each as a line of HOCON; nothing if it is none. */
        static Optional<List<String>> values(String where, String key, String elements) {
            try {
                String list = "v = [" + elements + "]";
                if (HoconScan.of(where, list).keys() > 1) {
                    return Optional.empty(); // no key takes an object
                }
                List<String> texts = listed(key, Hocon.parse(where, list).getList("v")).stream()
                        .map(Reference::text)
                        .toList();
                boolean distinct = texts.stream().distinct().count() == texts.size();
                return texts.isEmpty() || !distinct ? Optional.empty() : Optional.of(texts);
            } catch (ConfigException e) {
                return Optional.empty(); // no list of values: the message says what one looks like
            }
        }
    }

    /** The brackets of {@code train.seed = [1, 2]} are those of the list of values, unless the key takes lists. */
    private static List<ConfigValue> listed(String key, ConfigList values) {
        boolean bracketed = values.size() == 1 && values.get(0) instanceof ConfigList;
        return bracketed && !ModelSettings.LISTS.contains(key) ? (ConfigList) values.get(0) : values;
    }

    static SweepSettings read(Section sweep) {
        return new SweepSettings(sweep.distinctList("grid", Axis.valueType(), false));
    }
}
