package multvae.spark;

import it.unimi.dsi.fastutil.io.FastByteArrayOutputStream;
import java.util.Arrays;

/**
 * Whole numbers from 0, most of them small and many 0, in few bytes: each in groups of seven bits, the lowest first, all but its last byte
 * with the highest bit set; after a 0 how many more follow it, likewise.
 */
final class PackedRow {

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private PackedRow() {}

    static byte[] pack(int[] numbers) {
        FastByteArrayOutputStream out = new FastByteArrayOutputStream();
        for (int k = 0; k < numbers.length; k++) {
            write(out, numbers[k]);
            if (numbers[k] == 0) {
                int first = k;
                while (k + 1 < numbers.length && numbers[k + 1] == 0) {
                    k++;
                }
                write(out, k - first);
            }
        }
        return Arrays.copyOf(out.array, out.length);
    }

    private static void write(FastByteArrayOutputStream out, int number) {
        int rest = number;
        while (rest >= MORE) {
            out.write(rest % MORE | MORE);
            rest /= MORE;
        }
        out.write(rest);
    }

    /**
     * The other way round.
     *
     * @param numbers receives them from {@code offset} on, as many as were packed
     */
    static void unpack(byte[] packed, int[] numbers, int offset) {
        int at = 0;
        int next = offset;
        while (at < packed.length) {
            int number = 0;
            int shift = 0;
            boolean zeros = false;
            while (true) {
                number |= (packed[at] & (MORE - 1)) << shift;
                shift += BITS;
                if (packed[at++] >= 0) {
                    if (zeros || number > 0) {
                        break;
                    }
                    zeros = true;
                    shift = 0;
                }
            }
            if (zeros) {
                Arrays.fill(numbers, next, next + number + 1, 0);
                next += number + 1;
            } else {
                numbers[next++] = number;
            }
        }
    }
}
