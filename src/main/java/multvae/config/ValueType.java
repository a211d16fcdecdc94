package multvae.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.LongFunction;
import multvae.io.JdbcUrl;
import multvae.io.Timestamps;

/**
 * The type of a key's value: what to expect, how to read it, how to write it.
 *
 * @param expected what should be there, given what is there
 * @param read the value, or nothing if it is not of this type
 * @param plain the value as String, Long, Double or Boolean, the same for every way to write it
 * @param meant what the writer of a wrong value probably meant
 */
record ValueType<T>(
        Function<ConfigValue, String> expected,
        Function<ConfigValue, Optional<T>> read,
        Function<T, Object> plain,
        Function<ConfigValue, Optional<String>> meant) {

    private static final String AUTO = "auto";
    private static final Map<String, String> SEPARATORS = Map.of("tab", "\t", "\\t", "\t", "space", " ", "comma", ",");

    static ValueType<Integer> integer(int min) {
        return integer(min, Integer.MAX_VALUE);
    }

    /** A whole number in [min, max]; 500.0 and 5e2 are 500. */
    static ValueType<Integer> integer(int min, int max) {
        return whole(min, max, max < Integer.MAX_VALUE, Math::toIntExact, Integer::longValue);
    }

    /** A whole number in [min, max]. */
    static ValueType<Long> longInteger(long min, long max) {
        return whole(min, max, max < Long.MAX_VALUE, n -> n, n -> n);
    }

    private static <T> ValueType<T> whole(
            long min, long max, boolean namesMax, LongFunction<T> fromLong, Function<T, Object> plain) {
        BigDecimal low = BigDecimal.valueOf(min);
        BigDecimal high = BigDecimal.valueOf(max);
        String from = min == Long.MIN_VALUE ? "a whole number" : "a whole number from " + min;
        String range = "a whole number from " + min + " to " + max;
        return of(
                value -> {
                    // The limits of int and long are worth a word only to somebody who has met them.
                    boolean beyond = decimal(value)
                            .filter(n -> n.compareTo(high) > 0 || (min == Long.MIN_VALUE && n.compareTo(low) < 0))
                            .isPresent();
                    return namesMax || beyond ? range : from;
                },
                value -> decimal(value)
                        .filter(n -> n.compareTo(low) >= 0 && n.compareTo(high) <= 0)
                        .filter(n -> n.stripTrailingZeros().scale() <= 0)
                        .map(n -> fromLong.apply(n.longValueExact())),
                plain);
    }

    static ValueType<Double> number(Interval interval) {
        return of(
                value -> "a number" + interval.description(),
                value -> decimal(value)
                        .map(n -> n.doubleValue() + 0.0) // -0.0 becomes 0.0
                        .filter(interval::contains),
                n -> n);
    }

    static ValueType<Boolean> flag() {
        return of(
                value -> "true or false",
                value -> text(value).flatMap(text -> switch (text) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                }),
                b -> b);
    }

    static ValueType<Path> path() {
        return of(value -> "a path", value -> text(value).flatMap(text -> parsed(text, Path::of)), Path::toString);
    }

    /** @param expected what the text should be: {@code a path or a pattern} */
    static ValueType<String> anyText(String expected) {
        return of(value -> expected, ValueType::text, text -> text);
    }

    /** What is between two columns: one or two characters that are no letters or digits, or one of a few words for them. */
    static ValueType<String> separator() {
        return of(
                value ->
                        "what is between two columns, one or two characters: \",\", \";\", \"|\", \"::\", tab or space",
                value -> raw(value)
                        .map(text -> SEPARATORS.getOrDefault(text, text))
                        .filter(text -> text.matches("[^\\p{L}\\p{N}\"\\r\\n]{1,2}")),
                text -> text);
    }

    /** The character around values, or none. */
    static ValueType<String> quote() {
        return of(
                value -> "one character, or none",
                value -> text(value)
                        .filter(text -> text.equals(DataSettings.NO_QUOTE) || text.matches("[^\\p{L}\\p{N}]")),
                text -> text);
    }

    /** A whole number from 1, or auto, which is none. */
    static ValueType<OptionalInt> countOrAuto() {
        ValueType<Integer> count = integer(1);
        return new ValueType<>(
                value -> "auto or " + count.expected().apply(value),
                value -> text(value).filter(AUTO::equals).isPresent()
                        ? Optional.of(OptionalInt.empty())
                        : count.read().apply(value).map(OptionalInt::of),
                n -> n.isEmpty() ? AUTO : (Object) (long) n.getAsInt(),
                value -> text(value).flatMap(text -> Spelling.nearest(text, List.of(AUTO))));
    }

    /** A whole number from 1, or a share above 0 and below 1. */
    static ValueType<Double> countOrShare() {
        return of(
                value -> "a whole number from 1, or a share above 0 and below 1",
                value -> decimal(value)
                        .map(BigDecimal::doubleValue)
                        .filter(n -> n > 0 && n <= Integer.MAX_VALUE && (n < 1 || n == Math.rint(n))),
                n -> n);
    }

    /** An ISO 8601 date, with a time or without. */
    static ValueType<String> date() {
        return of(
                value -> "a date, such as 2020-12-31",
                value -> text(value)
                        .filter(text -> text.matches("\\d{4}-\\d{2}-\\d{2}([T ].*)?"))
                        .filter(text -> Timestamps.parse(text).isPresent()),
                text -> text);
    }

    static ValueType<Charset> charset() {
        return of(
                value -> "a character set, such as UTF-8, ISO-8859-1 or windows-1252",
                value -> text(value).flatMap(text -> parsed(text, Charset::forName)),
                Charset::name);
    }

    /** An address such as jdbc:postgresql://host/database. One with a password is let through: no error may quote it. */
    static ValueType<String> jdbcAddress() {
        return of(
                value -> "a JDBC address, such as jdbc:postgresql://host/database",
                value -> text(value).filter(text -> JdbcUrl.isAddress(text) || JdbcUrl.isConfidential(text)),
                text -> text);
    }

    /** An address such as https://host/path; a slash at its end is dropped. */
    static ValueType<String> httpAddress() {
        return of(
                value -> "an http or https address",
                value -> text(value)
                        .filter(text -> text.matches("https?://[^/\\s]\\S*"))
                        .map(ValueType::withoutSlashes),
                text -> text);
    }

    private static String withoutSlashes(String address) {
        int end = address.length();
        while (address.charAt(end - 1) == '/') {
            end--;
        }
        return address.substring(0, end);
    }

    static ValueType<String> oneOf(Collection<String> names) {
        return choice(names, name -> name, name -> name);
    }

    /** A constant of an enum: {@code mult-vae} is MULT_VAE. */
    static <E extends Enum<E>> ValueType<E> constant(Class<E> type) {
        return choice(
                Arrays.stream(type.getEnumConstants()).map(ValueType::name).toList(),
                name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_')),
                ValueType::name);
    }

    /** As it is written in a configuration. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> ValueType<T> choice(
            Collection<String> names, Function<String, T> fromName, Function<T, Object> toName) {
        return new ValueType<>(
                value -> (names.size() == 1 ? "" : "one of ") + String.join(", ", names),
                value -> text(value).filter(names::contains).map(fromName),
                toName,
                value -> text(value).flatMap(text -> Spelling.nearest(text, names)));
    }

    private static <T> ValueType<T> of(
            Function<ConfigValue, String> expected,
            Function<ConfigValue, Optional<T>> read,
            Function<T, Object> plain) {
        return new ValueType<>(expected, read, plain, value -> Optional.empty());
    }

    /** A number, also one in quotes, exactly as written; nothing for NaN and the infinities. */
    private static Optional<BigDecimal> decimal(ConfigValue value) {
        if (value.valueType() == ConfigValueType.BOOLEAN) {
            return Optional.empty();
        }
        return text(value).flatMap(text -> {
            try {
                return Optional.of(new BigDecimal(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    /** What Java makes of a text, nothing if it refuses it. */
    private static <T> Optional<T> parsed(String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) { // InvalidPathException is one
            return Optional.empty();
        }
    }

    /** What a person wrote there, with its spaces. */
    private static Optional<String> raw(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                ? Optional.of(value.unwrapped().toString()).filter(text -> !text.isEmpty())
                : text(value);
    }

    /** What a person wrote there, stripped; nothing for blanks, null, lists and objects. */
    static Optional<String> text(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING -> Optional.of(value.unwrapped().toString().strip()).filter(text -> !text.isEmpty());
            case NUMBER, BOOLEAN -> Optional.of(Reference.text(value));
            case NULL, LIST, OBJECT -> Optional.empty();
        };
    }
}
