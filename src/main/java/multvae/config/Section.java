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
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The keys below one name, to be read one by one.
 *
 * <p>A wrong value is taken down in the {@link Reader} and its default returned, so that one reading finds all that is
 * wrong. A key without a default in the reference is a bug: IllegalStateException.
 */
final class Section {

    private final Reader reader;
    private final String path; // "" at the root
    private final ConfigObject reference;
    private final ConfigObject given;

    /** @param given what stands there, the reference already merged in unless something else hid it */
    Section(Reader reader, String path, ConfigObject reference, ConfigObject given) {
        this.reader = reader;
        this.path = path;
        this.reference = reference;
        this.given = given;
    }

    /** The section of that name; all defaults where something else stands in its place. */
    Section section(String name) {
        ConfigObject defaults = defaults(name);
        ConfigValue value = value(name);
        if (value instanceof ConfigObject object) {
            return new Section(reader, path(name), defaults, object);
        }
        notASection(name, value, "");
        return new Section(reader, path(name), defaults, defaults);
    }

    /** What {@code read} makes of the section of that name; nothing where the user wrote null in its place. */
    <T> Optional<T> optionalSection(String name, Function<Section, T> read) {
        ConfigObject defaults = defaults(name);
        ConfigValue value = value(name);
        if (value instanceof ConfigObject object) {
            return Optional.of(read.apply(new Section(reader, path(name), defaults, object)));
        }
        reader.read(path(name), Origin.of(value.origin()), null);
        if (value.valueType() != ConfigValueType.NULL) {
            notASection(name, value, " or null");
        }
        return Optional.empty();
    }

    <T> T get(String name, ValueType<T> kind) {
        ConfigValue value = value(name);
        Optional<T> read = kind.read().apply(value);
        if (read.isEmpty()) {
            wrong(
                    name,
                    path(name),
                    value,
                    kind.expected().apply(value),
                    kind.meant().apply(value));
        }
        T result = read.orElseGet(() -> kind.read().apply(defaultOf(name)).orElseThrow(() -> badDefault(name)));
        reader.read(path(name), Origin.of(value.origin()), kind.plain().apply(result));
        return result;
    }

    /** As {@link #get}, nothing for null. */
    <T> Optional<T> optional(String name, ValueType<T> kind) {
        ConfigValue value = value(name);
        Optional<T> read = kind.read().apply(value);
        if (read.isEmpty() && value.valueType() != ConfigValueType.NULL) {
            wrong(
                    name,
                    path(name),
                    value,
                    kind.expected().apply(value) + " or null",
                    kind.meant().apply(value));
        }
        reader.read(
                path(name), Origin.of(value.origin()), read.map(kind.plain()).orElse(null));
        return read;
    }

    /** A list of one element or more. */
    <T> List<T> list(String name, ValueType<T> kind) {
        ConfigValue value = value(name);
        List<T> result = elements(name, value, kind, "")
                .or(() -> elements(name, defaultOf(name), kind, ""))
                .orElseThrow(() -> badDefault(name));
        reader.read(path(name), Origin.of(value.origin()), plain(result, kind));
        return result;
    }

    /** As {@link #list}, no element twice, and where {@code mayBeEmpty} perhaps none. */
    <T> List<T> distinctList(String name, ValueType<T> kind, boolean mayBeEmpty) {
        ConfigValue value = value(name);
        if (mayBeEmpty && value instanceof ConfigList list && list.isEmpty()) {
            reader.read(path(name), Origin.of(value.origin()), List.of());
            return List.of();
        }
        List<T> result = list(name, kind);
        if (new HashSet<>(result).size() != result.size()) {
            wrong(name, path(name), value, "each element once", Optional.empty());
        }
        return result;
    }

    /** As {@link #list}, nothing for null. */
    <T> Optional<List<T>> optionalList(String name, ValueType<T> kind) {
        ConfigValue value = value(name);
        Optional<List<T>> result =
                value.valueType() == ConfigValueType.NULL ? Optional.empty() : elements(name, value, kind, " or null");
        reader.read(
                path(name),
                Origin.of(value.origin()),
                result.map(list -> plain(list, kind)).orElse(null));
        return result;
    }

    /** Takes down what a key that was read as null stands for, and returns it. */
    <T> T derived(String name, T value, ValueType<T> kind) {
        reader.derive(path(name), kind.plain().apply(value));
        return value;
    }

    /** As {@link #derived}, for a list. */
    <T> List<T> derivedList(String name, List<T> value, ValueType<T> kind) {
        reader.derive(path(name), plain(value, kind));
        return value;
    }

    /** Takes down that {@code name} contradicts {@code other} unless {@code holds}, or one of the two is wrong already. */
    void require(boolean holds, String name, String expected, String other) {
        if (!holds && reader.isSound(path(name)) && reader.isSound(path(other))) {
            reader.contradiction(path(name), path(other), expected);
        }
    }

    /** Takes down that none of the names has a value, unless {@code holds} or one is wrong already. */
    void requireOneOf(boolean holds, String... names) {
        List<String> paths = Stream.of(names).map(this::path).toList();
        if (!holds && paths.stream().allMatch(reader::isSound)) {
            reader.missing(paths);
        }
    }

    private <T> Optional<List<T>> elements(String name, ConfigValue value, ValueType<T> kind, String orNull) {
        List<? extends ConfigValue> elements = value instanceof ConfigList list ? list : separated(value);
        if (elements.isEmpty()) {
            String each = kind.expected().apply(value);
            wrong(name, path(name), value, "a list" + orNull + ", each element " + each, Optional.empty());
            return Optional.empty();
        }
        List<T> result = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            ConfigValue element = elements.get(i);
            Optional<T> read = kind.read().apply(element);
            if (read.isEmpty()) {
                String expected = kind.expected().apply(element);
                wrong(
                        name,
                        path(name) + "[" + i + "]",
                        element,
                        expected,
                        kind.meant().apply(element));
            }
            read.ifPresent(result::add);
        }
        return result.size() == elements.size() ? Optional.of(List.copyOf(result)) : Optional.empty();
    }

    /** 100,300 of the command line, where shells make brackets a nuisance; a list of nothing for anything else. */
    private static List<ConfigValue> separated(ConfigValue value) {
        boolean scalar = value.valueType() == ConfigValueType.STRING || value.valueType() == ConfigValueType.NUMBER;
        String text = scalar ? ValueType.text(value).orElse("") : "";
        if (text.isEmpty() || !Origin.of(value.origin()).isOverride()) {
            return List.of();
        }
        return Stream.of(text.split(",", -1))
                .map(part -> ConfigValueFactory.fromAnyRef(part.strip()).withOrigin(value.origin()))
                .toList();
    }

    private static <T> Object plain(List<T> values, ValueType<T> kind) {
        return values.stream().map(kind.plain()).toList();
    }

    private void wrong(String name, String element, ConfigValue value, String expected, Optional<String> meant) {
        if (Origin.of(value.origin()).isReference()) {
            throw badDefault(name);
        }
        String text = Reference.text(defaultOf(name));
        String otherwise = text.equals("null") ? "" : " for the default, " + text;
        reader.wrong(path(name), element, value, expected, meant, otherwise);
    }

    private void notASection(String name, ConfigValue value, String orNull) {
        String expected = "a section, " + name + " { ... }" + orNull;
        reader.wrong(path(name), path(name), value, expected, Optional.empty(), "");
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
