package multvae.linear;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import multvae.io.FileHash;
import multvae.io.Safetensors;
import multvae.io.SafetensorsReader;
import multvae.io.UserError;

/**
 * A linear model as a file of tensors, {@link Safetensors}. Its metadata has {@code version}, 1; {@code model}, its name; and
 * {@code items}, how many there are. The tensors are, by model:
 *
 * <pre>
 *   popularity    users         int32    [items]              how many train users have each item
 *   item-knn      counts        int32    [items]              how many items each one is a neighbour of
 *                 targets       int32    [pairs]              those, ascending, item by item
 *                 similarities  float32  [pairs]
 *   ease, edlae   weights       float32  [items, items]       row i has the weights from item i
 *   ials          factors       float32  [items, dimension]   and in the metadata unobservedWeight, regularisation, exponent
 * </pre>
 */
public final class LinearFile {

    /** The models that have such a file, by the names that configurations have for them. */
    public enum Kind {
        POPULARITY,
        ITEM_KNN,
        EASE,
        EDLAE,
        IALS;

        /** As the file has it: {@code item-knn}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Optional<Kind> of(String label) {
            for (Kind kind : values()) {
                if (kind.label().equals(label)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    static final String FORMAT_VERSION = "version";
    static final String ITEMS = "items";
    private static final String MODEL = "model";
    static final String VERSION = "1";
    static final String USERS = "users";
    static final String COUNTS = "counts";
    static final String TARGETS = "targets";
    static final String SIMILARITIES = "similarities";
    static final String WEIGHTS = "weights";
    static final String FACTORS = "factors";
    static final String UNOBSERVED_WEIGHT = "unobservedWeight";
    static final String REGULARISATION = "regularisation";
    static final String EXPONENT = "exponent";

    private LinearFile() {}

    /**
     * What a file has.
     *
     * @param hash of the file that the model was read from
     */
    public record Content(LinearModel model, FileHash hash) {}

    /** Writes the numbers of users. */
    public static void write(Path file, UserCounts model) {
        SortedMap<String, Safetensors.Values> tensors = new TreeMap<>();
        tensors.put(USERS, ints(model.users()));
        Safetensors.write(file, metadata(Kind.POPULARITY, model.items()), tensors);
    }

    /** Writes neighbours. */
    public static void write(Path file, Neighbours model) {
        SortedMap<String, Safetensors.Values> tensors = new TreeMap<>();
        tensors.put(COUNTS, ints(model.counts()));
        tensors.put(TARGETS, ints(model.targets()));
        tensors.put(
                SIMILARITIES,
                new Safetensors.Values(List.of(model.similarities().length), FloatBuffer.wrap(model.similarities())));
        Safetensors.write(file, metadata(Kind.ITEM_KNN, model.items()), tensors);
    }

    /** Writes items' vectors. */
    public static void write(Path file, ItemFactors model) {
        FixedFactors factors = model.factors();
        SortedMap<String, String> metadata = metadata(Kind.IALS, model.items());
        metadata.put(UNOBSERVED_WEIGHT, String.valueOf(factors.objective().unobservedWeight()));
        metadata.put(REGULARISATION, String.valueOf(factors.objective().regularisation()));
        metadata.put(EXPONENT, String.valueOf(factors.objective().exponent()));
        SortedMap<String, Safetensors.Values> tensors = new TreeMap<>();
        tensors.put(
                FACTORS,
                new Safetensors.Values(
                        List.of(model.items(), factors.dimension()), FloatBuffer.wrap(factors.factors())));
        Safetensors.write(file, metadata, tensors);
    }

    /**
     * Writes the weights between items.
     *
     * @param kind EASE or EDLAE
     * @param row gives the weights from an item to each one, [items]; it may give the same array each time
     */
    public static void write(Path file, Kind kind, int items, IntFunction<float[]> row) {
        SortedMap<String, Safetensors.Values> tensors = new TreeMap<>();
        tensors.put(WEIGHTS, Safetensors.Values.rows(items, items, row));
        Safetensors.write(file, metadata(kind, items), tensors);
    }

    private static Safetensors.Values ints(int[] values) {
        return new Safetensors.Values(List.of(values.length), IntBuffer.wrap(values));
    }

    private static SortedMap<String, String> metadata(Kind kind, int items) {
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put(FORMAT_VERSION, VERSION);
        metadata.put(MODEL, kind.label());
        metadata.put(ITEMS, String.valueOf(items));
        return metadata;
    }

    /**
     * Reads a model. What the file declares is compared with its tensors before memory is taken.
     *
     * @param remedy what to do if the file is not such a file
     * @return empty if it is a file of tensors of another model
     * @throws UserError if it cannot be read, is not such a file, has a value that is not finite, or does not fit into the heap
     */
    public static Optional<Content> read(Path file, String remedy) throws IOException {
        try (SafetensorsReader tensors = SafetensorsReader.open(file, remedy)) {
            Optional<Kind> kind = Kind.of(tensors.metadata().getOrDefault(MODEL, "none"));
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            LinearModel model = new LinearFileReader(file, remedy, tensors).model(kind.get());
            return Optional.of(new Content(model, tensors.hash()));
        }
    }
}
