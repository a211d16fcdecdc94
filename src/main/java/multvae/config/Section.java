package multvae.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys below one name, to be read one by one.
 *
 * <p>A wrong value is recorded in the {@link Reader} and its default returned, so that one reading finds everything that is
 * wrong. A key without a default in the reference is a bug: IllegalStateException.
 */
final class Section {

    private final Reader reader;
    private final String path; // "" at the root
    private final ConfigObject reference;
    private final ConfigObject given;

    /** @param given what is written there, with the reference merged in unless something else hid it */
    Section(Reader reader, String path, ConfigObject reference, ConfigObject given) {
        this.reader = reader;
        this.path = path;
        this.reference = reference;
        this.given = given;
    }

    /** The section of that name; all defaults if something else is there instead. */
    Section section(String name) {
        ConfigObject defaults = defaults(name);
        ConfigValue value = value(name);
        if (value instanceof ConfigObject object) {
            return new Section(reader, path(name), defaults, object);
        }
        String expected = "a section, " + name + " { ... }";
        reader.wrong(path(name), path(name), value, expected, Optional.empty(), "");
        return new Section(reader, path(name), defaults, defaults);
    }

    <T> T get(String name, ValueType<T> type) {
        ConfigValue value = value(name);
        Optional<T> read = type.read().apply(value);
        if (read.isEmpty()) {
            wrong(
                    name,
                    path(name),
                    value,
                    type.expected().apply(value),
                    type.meant().apply(value));
        }
        T result = read.orElseGet(() -> type.read().apply(defaultOf(name)).orElseThrow(() -> badDefault(name)));
        reader.read(path(name), value.origin(), type.plain().apply(result));
        return result;
    }

    /** As {@link #get}, nothing for null. */
    <T> Optional<T> optional(String name, ValueType<T> type) {
        ConfigValue value = value(name);
        Optional<T> read = type.read().apply(value);
        if (read.isEmpty() && value.valueType() != ConfigValueType.NULL) {
            wrong(
                    name,
                    path(name),
                    value,
                    type.expected().apply(value) + " or null",
                    type.meant().apply(value));
        }
        reader.read(path(name), value.origin(), read.map(type.plain()).orElse(null));
        return read;
    }

    /** A list of one element or more. */
    <T> List<T> list(String name, ValueType<T> type) {
        ConfigValue value = value(name);
        List<T> result = elements(name, value, type, "")
                .or(() -> elements(name, defaultOf(name), type, ""))
                .orElseThrow(() -> badDefault(name));
        reader.read(path(name), value.origin(), plain(result, type));
        return result;
    }

    /** As {@link #list}, no element twice; with {@code mayBeEmpty} an empty list is allowed. */
    <T> List<T> distinctList(String name, ValueType<T> type, boolean mayBeEmpty) {
        ConfigValue value = value(name);
        if (mayBeEmpty && value instanceof ConfigList list && list.isEmpty()) {
            reader.read(path(name), value.origin(), List.of());
            return List.of();
        }
        List<T> result = list(name, type);
        if (new HashSet<>(result).size() != result.size()) {
            wrong(name, path(name), value, "each element once", Optional.empty());
        }
        return result;
    }

    /** As {@link #list}, nothing for null. */
    <T> Optional<List<T>> optionalList(String name, ValueType<T> type) {
        ConfigValue value = value(name);
        Optional<List<T>> result =
                value.valueType() == ConfigValueType.NULL ? Optional.empty() : elements(name, value, type, " or null");
        reader.read(
                path(name),
                value.origin(),
                result.map(list -> plain(list, type)).orElse(null));
        return result;
    }

    /** Records what a key that was read as null stands for, and returns it. */
    <T> T derived(String name, T value, ValueType<T> type) {
        reader.derive(path(name), type.plain().apply(value));
        return value;
    }

    /** As {@link #derived}, for a list. */
    <T> List<T> derivedList(String name, List<T> value, ValueType<T> type) {
        reader.derive(path(name), plain(value, type));
        return value;
    }

    /** Records that {@code name} contradicts {@code other} unless {@code holds}, or one of the two is wrong already. */
    void require(boolean holds, String name, String expected, String other) {
        if (!holds && reader.isSound(path(name)) && reader.isSound(path(other))) {
            reader.contradiction(path(name), path(other), expected);
        }
    }

    /**
     * Records that none of the names has a value, unless {@code holds} or one is wrong already.
     *
     * @param since why one of them has to have one; empty if that is clear
     * @param example a value of the first one; empty for none
     */
    void requireOneOf(boolean holds, String since, String example, String... names) {
        List<String> paths = Stream.of(names).map(this::path).toList();
        if (!holds && paths.stream().allMatch(reader::isSound)) {
            reader.missing(paths, since, example);
        }
    }

    private <T> Optional<List<T>> elements(String name, ConfigValue value, ValueType<T> type, String orNull) {
        List<? extends ConfigValue> elements = value instanceof ConfigList list ? unquoted(list) : separated(value);
        if (elements.isEmpty()) {
            String each = type.expected().apply(value);
            wrong(name, path(name), value, "a list" + orNull + ", each element " + each, Optional.empty());
            return Optional.empty();
        }
        List<T> result = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            ConfigValue element = elements.get(i);
            Optional<T> read = type.read().apply(element);
            if (read.isEmpty()) {
                String expected = type.expected().apply(element);
                wrong(
                        name,
                        path(name) + "[" + i + "]",
                        element,
                        expected,
                        type.meant().apply(element));
            }
            read.ifPresent(result::add);
        }
        return result.size() == elements.size() ? Optional.of(List.copyOf(result)) : Optional.empty();
    }

    /**
     * The elements of 100,300 on the command line, where brackets would need quotes; none for anything else. Brackets and quotes may
     * be there all the same: [ndcg@100,recall@20] is not HOCON, because of the @. A part without = belongs to the one with it before:
     * train.seed=1,2.
     */
    private static List<ConfigValue> separated(ConfigValue value) {
        boolean scalar = value.valueType() == ConfigValueType.STRING || value.valueType() == ConfigValueType.NUMBER;
        String text = scalar ? ValueType.text(value).orElse("") : "";
        if (text.isEmpty() || !Origin.of(value.origin()).isOverride()) {
            return List.of();
        }
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String elements = bracketed ? text.substring(1, text.length() - 1) : text;
        return Stream.of(elements.split(elements.contains("=") ? ",(?=[^,]*=)" : ",", -1))
                .map(part ->
                        ConfigValueFactory.fromAnyRef(unquoted(part.strip())).withOrigin(value.origin()))
                .toList();
    }

    /** HOCON takes single quotes, which Windows's shell leaves there, for characters like others. */
    private static List<? extends ConfigValue> unquoted(ConfigList list) {
        return !Origin.of(list.origin()).isOverride()
                ? list
                : list.stream()
                        .map(element -> element.valueType() != ConfigValueType.STRING
                                ? element
                                : ConfigValueFactory.fromAnyRef(
                                                unquoted(element.unwrapped().toString()))
                                        .withOrigin(element.origin()))
                        .toList();
    }

    private static String unquoted(String text) {
        char first = text.isEmpty() ? 0 : text.charAt(0);
        boolean quoted =
                text.length() > 1 && (first == '"' || first == '\'') && text.indexOf(first, 1) == text.length() - 1;
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static <T> Object plain(List<T> values, ValueType<T> type) {
        return values.stream().map(type.plain()).toList();
    }

    private void wrong(String name, String element, ConfigValue value, String expected, Optional<String> meant) {
        if (value(name).equals(defaultOf(name)) && Origin.of(value.origin()).isReference()) {
            throw badDefault(name);
        }
        String text = Reference.text(defaultOf(name));
        String otherwise = text.equals("null") ? "" : " for the default, " + text;
        reader.wrong(path(name), element, value, expected, meant, otherwise);
    }

    private ConfigObject defaults(String name) {
        if (defaultOf(name) instanceof ConfigObject object) {
            return object;
        }
        throw badDefault(name);
    }

    private ConfigValue value(String name) {
        ConfigValue otherwise = defaultOf(name);
        ConfigValue value = given.get(name);
        return value == null ? otherwise : value;
    }

    private ConfigValue defaultOf(String name) {
        ConfigValue value = reference.get(name);
        if (value == null) {
            throw new IllegalStateException(Reference.NAME + " has no default for " + path(name));
        }
        return value;
    }

    private IllegalStateException badDefault(String name) {
        return new IllegalStateException(Reference.NAME + " has a default for " + path(name) + " that is wrong");
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
