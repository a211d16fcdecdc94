package multvae.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damaged copies of a file's bytes, the same for the same seed. */
public final class Mutations {

    /** A sample in every build, all with -Pthorough. */
    public static final int COUNT = Boolean.getBoolean("multvae.thorough") ? 10_000 : 200;

    private static final List<String> TOKENS = List.of(
            "-1",
            "0",
            "2147483647",
            "2147483648",
            "4294967296",
            "9223372036854775807",
            "99999999999999999999",
            "1e9",
            "NaN",
            "null",
            "\"",
            "'",
            ",",
            "\n",
            "\r\n",
            "\0",
            "\uFEFF",
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            ":",
            "\\",
            "\u202E",
            "<i8",
            "|O");

    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** One to three changes: bits, bytes, words, ranges cut, doubled, swapped or filled, tokens that parsers trip over. */
    public byte[] mutate(byte[] original) {
        byte[] bytes = original;
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        byte[] copy = bytes.clone();
        int at = random.nextInt(bytes.length);
        int end = at + 1 + random.nextInt(Math.min(64, bytes.length - at));
        switch (random.nextInt(10)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[at] = (byte) random.nextInt(256);
            case 2 -> Arrays.fill(copy, at, end, (byte) (random.nextBoolean() ? 0xFF : 0));
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return splice(bytes, at, end, new byte[0]);
            }
            case 5 -> {
                return splice(bytes, end, end, Arrays.copyOfRange(bytes, at, end));
            }
            case 6, 7 -> {
                byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
                return splice(bytes, at, random.nextBoolean() ? at : end, token);
            }
            case 8 -> { // a word of 4 bytes, little-endian, near a limit
                int[] words = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 0xFFFF, bytes.length};
                int word = words[random.nextInt(words.length)];
                for (int k = 0; k < 4 && at + k < copy.length; k++) {
                    copy[at + k] = (byte) (word >>> (8 * k));
                }
            }
            default -> { // a range from somewhere else
                int from = random.nextInt(bytes.length);
                int length = Math.min(end - at, bytes.length - from);
                System.arraycopy(bytes, from, copy, at, Math.min(length, copy.length - at));
            }
        }
        return copy;
    }

    private static byte[] splice(byte[] bytes, int start, int end, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, start);
        out.writeBytes(middle);
        out.write(bytes, end, bytes.length - end);
        return out.toByteArray();
    }
}
