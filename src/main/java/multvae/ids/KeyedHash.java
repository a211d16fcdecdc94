package multvae.ids;

import it.unimi.dsi.fastutil.Hash;
import it.unimi.dsi.fastutil.longs.LongHash;
import java.security.SecureRandom;

/**
 * Hashes with a key that is another one in each process. {@link String#hashCode} and fastutil's own of a long are known to
 * everybody: a file of 65,536 ids that all have the same one took half a minute to read.
 */
final class KeyedHash {

    static final Hash.Strategy<String> OF_TEXTS = new OfTexts();
    static final LongHash.Strategy OF_NUMBERS = new OfNumbers();

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long START = RANDOM.nextLong();
    private static final long FACTOR = RANDOM.nextLong() | 1; // odd, so that no bit is lost

    private KeyedHash() {}

    /** The shift lets a step's high bits, which depend on all of the key, into the next one's product. */
    private static long mixed(long hash, long value) {
        long product = (hash ^ value) * FACTOR;
        return product ^ product >>> 32;
    }

    private static final class OfTexts implements Hash.Strategy<String> {

        @Override
        public int hashCode(String text) {
            long hash = START;
            for (int k = 0; k < text.length(); k++) {
                hash = mixed(hash, text.charAt(k));
            }
            return (int) (mixed(hash, text.length()) >>> 32);
        }

        @Override
        public boolean equals(String a, String b) {
            return a == null ? b == null : a.equals(b);
        }
    }

    private static final class OfNumbers implements LongHash.Strategy {

        @Override
        public int hashCode(long number) {
            return (int) (mixed(mixed(START, number), 0) >>> 32);
        }

        @Override
        public boolean equals(long a, long b) {
            return a == b;
        }
    }
}
