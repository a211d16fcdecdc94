package multvae.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import multvae.ratings.EventList;

/** Hashes as the Python scripts print them. */
public final class Sha256 {

    private Sha256() {}

    /** Of the numbers as little-endian int32. */
    public static String ofInts(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Of the (user, item) pairs in the list's order. */
    public static String ofPairs(EventList events) {
        int[] pairs = new int[2 * events.size()];
        for (int k = 0; k < events.size(); k++) {
            pairs[2 * k] = events.user(k);
            pairs[2 * k + 1] = events.item(k);
        }
        return ofInts(pairs);
    }
}
