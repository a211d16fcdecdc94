package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import multvae.error.UserError;

/**
 * Reads keys with their checks, and notes every problem in place of stopping at the first. After a problem a value that
 * satisfies the types is returned, so that reading can go on.
 */
final class SettingsReader {

    private final Config config;
    private final List<UserError> problems = new ArrayList<>();

    /** Reads from {@code config}: every key of the reference, overlaid. */
    SettingsReader(Config config) {
        this.config = config;
    }

    List<UserError> problems() {
        return problems;
    }

    /** A whole number in [from, to]. */
    long whole(String key, long from, long to) {
        return optionalWhole(key, from, to).orElseGet(() -> {
            problem(key, "a whole number from " + from + " to " + to);
            return from;
        });
    }

    int integer(String key, int from, int to) {
        return (int) whole(key, from, to);
    }

    /** A whole number in [from, to], or null. */
    Optional<Long> optionalWhole(String key, long from, long to) {
        ConfigValue value = value(key);
        if (value.valueType() == ConfigValueType.NULL) {
            return Optional.empty();
        }
        Optional<Long> number = number(value)
                .filter(n -> n == Math.rint(n) && n >= from && n <= to)
                .map(Double::longValue);
        if (number.isEmpty()) {
            problem(key, "a whole number from " + from + " to " + to);
            return Optional.of(from);
        }
        return number;
    }

    /** A number for which {@code range}, said in words, is true. */
    double real(String key, String range, DoublePredicate inRange) {
        Optional<Double> number = number(value(key)).filter(n -> Double.isFinite(n) && inRange.test(n));
        if (number.isEmpty()) {
            problem(key, "a number " + range);
        }
        return number.orElse(0.5);
    }

    /** Text, or null. */
    Optional<String> optionalText(String key) {
        ConfigValue value = value(key);
        return switch (value.valueType()) {
            case NULL -> Optional.empty();
            case STRING, NUMBER, BOOLEAN -> Optional.of(String.valueOf(value.unwrapped()));
            default -> {
                problem(key, "text");
                yield Optional.empty();
            }
        };
    }

    String text(String key) {
        return optionalText(key).filter(text -> !text.isBlank()).orElseGet(() -> {
            problem(key, "text that is not empty");
            return "";
        });
    }

    /** A list of whole numbers from 1, at least one, or null. */
    Optional<List<Integer>> optionalSizes(String key) {
        ConfigValue value = value(key);
        if (value.valueType() == ConfigValueType.NULL) {
            return Optional.empty();
        }
        List<Integer> sizes = new ArrayList<>();
        if (value instanceof ConfigList list) {
            for (ConfigValue element : list) {
                number(element)
                        .filter(n -> n == Math.rint(n) && n >= 1 && n <= 1_000_000)
                        .ifPresent(n -> sizes.add(n.intValue()));
            }
        }
        if (sizes.isEmpty() || sizes.size() != ((ConfigList) value).size()) {
            problem(key, "a list of whole numbers from 1 to 1000000, such as [200, 600]");
            return Optional.of(List.of(1));
        }
        return Optional.of(sizes);
    }

    /** Notes that what stands at {@code key} is not what was expected. */
    void problem(String key, String expected) {
        ConfigValue value = value(key);
        String found = value.valueType() == ConfigValueType.NULL ? "null" : value.render(ConfigRenderOptions.concise());
        problems.add(new UserError(where(value.origin(), key), expected, found, "correct it, or leave it out"));
    }

    static String where(ConfigOrigin origin, String key) {
        if (origin.filename() != null || origin.lineNumber() > 0) {
            return FileNames.of(origin) + ":" + origin.lineNumber() + ": " + key;
        }
        return origin.description();
    }

    private ConfigValue value(String key) {
        ConfigValue value = config.root();
        for (String part : key.split("\\.", -1)) {
            value = value instanceof ConfigObject object ? object.get(part) : null;
        }
        if (value == null) {
            throw new IllegalStateException("the reference configuration has no " + key);
        }
        return value;
    }

    private static Optional<Double> number(ConfigValue value) {
        try {
            return switch (value.valueType()) {
                case NUMBER -> Optional.of(((Number) value.unwrapped()).doubleValue());
                case STRING -> Optional.of(Double.parseDouble((String) value.unwrapped()));
                default -> Optional.empty();
            };
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
