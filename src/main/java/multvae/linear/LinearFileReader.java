package multvae.linear;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.io.ProcessMemory;
import multvae.io.SafetensorsReader;
import multvae.io.SafetensorsReader.Tensor;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;

/** Reads a model that {@link LinearFile} describes, and trusts nothing in its file. */
final class LinearFileReader {

    private static final String INT32 = "I32";
    private static final String FLOAT32 = "F32";

    /** A tensor that a file must have. */
    private record Expected(String name, String type, List<Integer> shape) {}

    private final Path file;
    private final String remedy;
    private final SafetensorsReader reader;
    private final SortedMap<String, Tensor> tensors = new TreeMap<>();
    private final int items;

    LinearFileReader(Path file, String remedy, SafetensorsReader reader) {
        this.file = file;
        this.remedy = remedy;
        this.reader = reader;
        reader.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
        requireMetadata(
                LinearFile.FORMAT_VERSION,
                text(LinearFile.FORMAT_VERSION).equals(LinearFile.VERSION),
                LinearFile.VERSION);
        long count = StrictNumbers.wholeNumber(text(LinearFile.ITEMS));
        requireMetadata(LinearFile.ITEMS, count >= 1 && count < Integer.MAX_VALUE, "a number from 1");
        this.items = (int) count;
    }

    LinearModel model(LinearFile.Kind kind) {
        return switch (kind) {
            case POPULARITY -> userCounts();
            case ITEM_KNN -> neighbours();
            case EASE, EDLAE -> itemWeights();
            case IALS -> itemFactors();
        };
    }

    private UserCounts userCounts() {
        requireTensors(List.of(new Expected(LinearFile.USERS, INT32, List.of(items))));
        requireHeap(Integer.BYTES * (long) items);
        int[] users = new int[items];
        reader.read(users, 0, items);
        for (int count : users) {
            require(count >= 0, "numbers of users from 0", count);
        }
        return new UserCounts(users);
    }

    private Neighbours neighbours() {
        int pairs = tensors.containsKey(LinearFile.TARGETS)
                ? length(tensors.get(LinearFile.TARGETS).count())
                : 0;
        requireTensors(List.of(
                new Expected(LinearFile.COUNTS, INT32, List.of(items)),
                new Expected(LinearFile.TARGETS, INT32, List.of(pairs)),
                new Expected(LinearFile.SIMILARITIES, FLOAT32, List.of(pairs))));
        requireHeap(Integer.BYTES * (2L * items + 2L * pairs));
        int[] counts = new int[items];
        int[] targets = new int[pairs];
        float[] similarities = new float[pairs];
        for (Tensor tensor : reader.tensors()) {
            switch (tensor.name()) {
                case LinearFile.COUNTS -> reader.read(counts, 0, items);
                case LinearFile.TARGETS -> reader.read(targets, 0, pairs);
                default -> reader.read(similarities, 0, pairs);
            }
        }
        return new Neighbours(starts(counts, targets), targets, similarities);
    }

    private int[] starts(int[] counts, int[] targets) {
        int[] starts = new int[items + 1];
        for (int item = 0; item < items; item++) {
            require(
                    counts[item] >= 0 && counts[item] <= targets.length - starts[item],
                    "counts that add up to the " + targets.length + " targets",
                    counts[item]);
            starts[item + 1] = starts[item] + counts[item];
            int last = -1;
            for (int k = starts[item]; k < starts[item + 1]; k++) {
                require(
                        targets[k] > last && targets[k] < items,
                        "targets that ascend below " + items + ", item by item",
                        targets[k]);
                last = targets[k];
            }
        }
        require(
                starts[items] == targets.length,
                "counts that add up to the " + targets.length + " targets",
                starts[items]);
        return starts;
    }

    private ItemWeights itemWeights() {
        requireTensors(List.of(new Expected(LinearFile.WEIGHTS, FLOAT32, List.of(items, items))));
        requireHeap(Float.BYTES * (long) items * items);
        float[][] weights = new float[items][items];
        for (float[] row : weights) {
            reader.read(row, 0, items);
        }
        return new ItemWeights(weights);
    }

    private ItemFactors itemFactors() {
        List<Integer> shape = tensors.containsKey(LinearFile.FACTORS)
                ? tensors.get(LinearFile.FACTORS).shape()
                : List.of();
        int d = shape.size() == 2 ? Math.min(shape.get(1), ItemFactors.MOST_DIMENSIONS) : 1;
        require(d >= 1, "vectors of 1 to " + ItemFactors.MOST_DIMENSIONS, d);
        requireTensors(List.of(new Expected(LinearFile.FACTORS, FLOAT32, List.of(items, d))));
        FixedFactors.Objective objective = new FixedFactors.Objective(
                number(LinearFile.UNOBSERVED_WEIGHT, Double.MIN_VALUE, FixedFactors.Objective.MOST_UNOBSERVED_WEIGHT),
                number(LinearFile.REGULARISATION, Double.MIN_VALUE, Float.MAX_VALUE),
                number(LinearFile.EXPONENT, 0, FixedFactors.Objective.MOST_EXPONENT));
        int threads = Runtime.getRuntime().availableProcessors();
        requireHeap(Float.BYTES * (long) items * d + (1L + threads) * FixedFactors.heap(d));
        float[] factors = new float[length((long) items * d)];
        reader.read(factors, 0, factors.length);
        return new ItemFactors(new FixedFactors(factors, d, objective));
    }

    /** Of an array for so many numbers. */
    private int length(long count) {
        if (count > ProcessMemory.LONGEST_ARRAY) {
            throw wrong(
                    file.toString(),
                    "at most " + ProcessMemory.LONGEST_ARRAY + " numbers in a tensor",
                    String.valueOf(count));
        }
        return (int) count;
    }

    private String text(String key) {
        return reader.metadata().getOrDefault(key, "none");
    }

    private double number(String key, double least, double most) {
        double number = StrictNumbers.decimal(text(key));
        requireMetadata(key, number >= least && number <= most, "a number from " + least + " to " + most);
        return number;
    }

    private void requireTensors(List<Expected> expected) {
        for (Expected tensor : expected) {
            Tensor found = tensors.get(tensor.name());
            if (found == null
                    || !found.type().equals(tensor.type())
                    || !found.shape().equals(tensor.shape())) {
                throw wrong(
                        file.toString(),
                        "a tensor " + tensor.name() + " of " + tensor.type() + " and shape " + tensor.shape(),
                        found == null ? "none" : found.type() + " and " + found.shape());
            }
        }
        List<String> others = new ArrayList<>(tensors.keySet());
        expected.forEach(tensor -> others.remove(tensor.name()));
        if (!others.isEmpty()) {
            throw wrong(file.toString(), "the tensors of the model", "also " + TextFile.quote(others.get(0)));
        }
    }

    private void requireHeap(long bytes) {
        ProcessMemory.requireHeap(file.toString(), bytes, "or choose another model");
    }

    private void require(boolean holds, String expected, int found) {
        if (!holds) {
            throw wrong(file.toString(), expected, String.valueOf(found));
        }
    }

    private void requireMetadata(String key, boolean holds, String expected) {
        if (!holds) {
            throw wrong(file + ", metadata " + key, expected, TextFile.quote(text(key)));
        }
    }

    private UserError wrong(String where, String expected, String found) {
        return new UserError(where, expected, found, remedy);
    }
}
