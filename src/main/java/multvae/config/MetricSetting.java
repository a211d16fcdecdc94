package multvae.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A ranking metric and its cutoff, written {@code ndcg@100}.
 *
 * @param name which metric
 * @param k how many of the best items count, 1 to 999,999
 */
public record MetricSetting(MetricName name, int k) {

    private static final Pattern WRITTEN = Pattern.compile("([^@]+)@([1-9][0-9]{0,5})");
    private static final ValueType<MetricName> NAME = ValueType.constant(MetricName.class);

    static ValueType<MetricSetting> kind() {
        String names = Arrays.stream(MetricName.values())
                .map(name -> NAME.plain().apply(name).toString())
                .collect(Collectors.joining(", "));
        return new ValueType<>(
                value -> "a metric and its cutoff, ndcg@100 for instance, the metric one of " + names,
                value -> parse(value, (name, k) -> NAME.read().apply(name).map(known -> new MetricSetting(known, k))),
                setting -> NAME.plain().apply(setting.name) + "@" + setting.k,
                value -> parse(value, (name, k) -> NAME.meant().apply(name).map(known -> known + "@" + k)));
    }

    private static <T> Optional<T> parse(ConfigValue value, BiFunction<ConfigValue, Integer, Optional<T>> meaning) {
        Matcher written = WRITTEN.matcher(ValueType.text(value).orElse(""));
        return written.matches()
                ? meaning.apply(ConfigValueFactory.fromAnyRef(written.group(1)), Integer.valueOf(written.group(2)))
                : Optional.empty();
    }
}
