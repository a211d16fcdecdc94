package multvae.split;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The integers of numpy's legacy {@code RandomState(seed)}, bit for bit: the published split was drawn with it.
 *
 * <p>MT19937 with {@code init_genrand} seeding: M. Matsumoto and T. Nishimura, <i>Mersenne Twister: a
 * 623-dimensionally equidistributed uniform pseudo-random number generator</i>, ACM TOMACS 8(1), 1998, and its
 * reference code mt19937ar. The draws on top of it are numpy's {@code random_interval}, {@code shuffle} and
 * {@code choice}. Not safe for use by several threads.
 */
public final class NumpyRandom implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int next = N; // the first draw refills the state

    /**
     * @param seed in [0, 2^32)
     * @throws IllegalArgumentException if it is not
     */
    public NumpyRandom(long seed) {
        if (seed < 0 || seed > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("illegal seed: " + seed + ", must be in [0, 4294967295]");
        }
        state[0] = (int) seed;
        for (int i = 1; i < N; i++) {
            state[i] = 1_812_433_253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** A copy that continues with the same draws. */
    public NumpyRandom copy() {
        NumpyRandom copy = new NumpyRandom(0);
        System.arraycopy(state, 0, copy.state, 0, N);
        copy.next = next;
        return copy;
    }

    /** The next 32 random bits; as an unsigned number, uniform in [0, 2^32). */
    int nextBits() {
        if (next == N) {
            refill();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >>> 18);
    }

    private void refill() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & 0x8000_0000) | (state[(i + 1) % N] & 0x7FFF_FFFF);
            state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
        }
        next = 0;
    }

    /**
     * A uniform draw on [0, max]: random bits under the smallest mask that covers max, drawn again while above it.
     *
     * @param max at least 0; 0 takes nothing from the stream
     */
    int interval(int max) {
        if (max == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value = nextBits() & mask;
        while (value > max) {
            value = nextBits() & mask;
        }
        return value;
    }

    /** {@code RandomState.permutation(n)}: the numbers 0 to n - 1, shuffled; empty for 0. */
    public int[] permutation(int n) {
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        for (int i = n - 1; i >= 1; i--) {
            int j = interval(i);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
        return values;
    }

    /**
     * {@code RandomState.choice(n, size, replace=False)}: the first {@code size} of a permutation of n. It takes as
     * much from the stream for size 0 as for size n.
     *
     * @throws IllegalArgumentException if size is not in [0, n]
     */
    public int[] choiceWithoutReplacement(int n, int size) {
        if (size < 0 || size > n) {
            throw new IllegalArgumentException("illegal size: " + size + ", must be in [0, " + n + "]");
        }
        return Arrays.copyOf(permutation(n), size);
    }
}
