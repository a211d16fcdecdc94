package multvae.ids;

import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import multvae.io.StrictNumbers;

/**
 * Ids of users or of items, by index from 0. An id is any text but the empty one: {@code 7} and {@code 007} are two ids.
 *
 * <p>An id that is a whole number, in its usual form and within a long, takes 8 bytes, any other text what a string
 * takes. Immutable.
 */
public final class IdList implements Serializable {

    private static final long serialVersionUID = 1;

    private final long[] codes; // [ids]; a number is its own code, a text's is the complement of its place in texts
    private final String[] texts;

    private IdList(long[] codes, String[] texts) {
        this.codes = codes;
        this.texts = texts;
    }

    /** The ids in this order; an id may be there twice. */
    public static IdList of(Iterable<String> ids) {
        Builder builder = new Builder();
        ids.forEach(builder::add);
        return builder.build();
    }

    /** Each id of these lists once, in the order in which they first come. */
    public static IdList distinct(Iterable<IdList> lists) {
        IdNumbers numbers = new IdNumbers();
        lists.forEach(numbers::addAll);
        return numbers.list();
    }

    /** The number of ids. */
    public int size() {
        return codes.length;
    }

    /** The id at an index. */
    public String get(int index) {
        long code = codes[index];
        return code >= 0 ? Long.toString(code) : texts[(int) ~code];
    }

    /** Those that are no numbers, in no order; an id may be there twice. */
    public Stream<String> texts() {
        return Stream.of(texts);
    }

    /** The id at an index if it is a number; -1 if it is another text. */
    long number(int index) {
        return Math.max(codes[index], -1);
    }

    /** The ids in several lists. Which of them an id is in does not depend on this list, nor on the process. */
    public List<IdList> divide(int parts) {
        List<Builder> builders = Stream.generate(Builder::new).limit(parts).toList();
        for (int index = 0; index < size(); index++) {
            long code = codes[index];
            if (code >= 0) {
                builders.get(Math.floorMod(Long.hashCode(code), parts)).addNumber(code);
            } else {
                String text = texts[(int) ~code];
                builders.get(Math.floorMod(text.hashCode(), parts)).addText(text);
            }
        }
        return builders.stream().map(Builder::build).toList();
    }

    /** The ids at these indices, in their order. */
    public IdList select(int[] indices) {
        Builder builder = new Builder();
        for (int index : indices) {
            if (codes[index] >= 0) {
                builder.addNumber(codes[index]);
            } else {
                builder.addText(texts[(int) ~codes[index]]);
            }
        }
        return builder.build();
    }

    /** The indices of the ids in their order, as {@link #compare} has it. */
    public int[] ascending() {
        int[] indices = new int[size()];
        for (int index = 0; index < indices.length; index++) {
            indices[index] = index;
        }
        IntArrays.quickSort(indices, this::compare);
        return indices;
    }

    /**
     * The order of two ids: numbers ascend and come before other text, which is ordered by code point, as numpy and pandas
     * order it.
     *
     * @return negative, 0 or positive, as the id at {@code first} comes before, is equal to or comes after the other
     */
    public int compare(int first, int second) {
        long a = codes[first];
        long b = codes[second];
        if (a >= 0 || b >= 0) {
            return a >= 0 && b >= 0 ? Long.compare(a, b) : a >= 0 ? -1 : 1;
        }
        return compareByCodePoint(texts[(int) ~a], texts[(int) ~b]);
    }

    private static int compareByCodePoint(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int k = 0; k < length; k++) {
            char x = a.charAt(k);
            char y = b.charAt(k);
            if (x != y) {
                // Java's own order is that of UTF-16: it has the characters above U+FFFF before those from U+E000.
                boolean high = Character.isSurrogate(x);
                return high == Character.isSurrogate(y) ? Character.compare(x, y) : high ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Collects ids. */
    static final class Builder {

        private final LongArrayList codes = new LongArrayList();
        private final List<String> texts = new ArrayList<>();

        void add(String id) {
            long number = StrictNumbers.wholeNumber(id);
            if (number >= 0) {
                addNumber(number);
            } else {
                addText(id);
            }
        }

        void addNumber(long number) {
            codes.add(number);
        }

        void addText(String id) {
            if (id.isEmpty()) {
                throw new IllegalArgumentException("an id is empty");
            }
            codes.add(~(long) texts.size());
            texts.add(id);
        }

        int size() {
            return codes.size();
        }

        IdList build() {
            return new IdList(codes.toLongArray(), texts.toArray(String[]::new));
        }
    }
}
