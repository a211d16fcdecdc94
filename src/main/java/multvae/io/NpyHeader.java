package multvae.io;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The header of numpy's array files, versions 1 to 3:
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. Arrays of at most one dimension.
 *
 * @param type numpy's name of the elements' type: {@code <i4}, {@code <f4}, {@code |S3}
 * @param scalar whether it is a single value, of no dimension
 * @param count the number of elements
 * @param bytes the length of the header itself
 */
public record NpyHeader(String type, boolean scalar, int count, int bytes) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int MAX_TEXT_BYTES = 4096;
    private static final Pattern TEXT = Pattern.compile(
            "\\{'descr': '([^']*)', 'fortran_order': (?:True|False), 'shape': \\((?:(\\d{1,10}),)?\\), \\} *\n");

    /**
     * The bytes of a version 1 header, as numpy pads it.
     *
     * @param shape the array's sizes, row-major; none for a single value
     */
    public static byte[] encode(String type, long... shape) {
        String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String tuple = "(" + sizes + (shape.length == 1 ? ",)" : ")");
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + tuple + ", }";
        int prefix = MAGIC.length + 4;
        int length = (prefix + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = new byte[length];
        Arrays.fill(header, (byte) ' ');
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        header[MAGIC.length] = 1;
        header[MAGIC.length + 1] = 0;
        header[MAGIC.length + 2] = (byte) (length - prefix);
        header[MAGIC.length + 3] = (byte) ((length - prefix) >>> 8);
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, prefix, ascii.length);
        header[length - 1] = '\n';
        return header;
    }

    /**
     * Reads the header.
     *
     * @throws IOException if the stream does not begin with such a header
     */
    public static NpyHeader read(DataInputStream in) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        int major = in.readUnsignedByte();
        int minor = in.readUnsignedByte();
        if (!Arrays.equals(magic, MAGIC) || major < 1 || major > 3 || minor != 0) {
            throw new IOException("not a numpy array of version 1 to 3");
        }
        int length = major == 1
                ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
                : Integer.reverseBytes(in.readInt());
        if (length < 0 || length > MAX_TEXT_BYTES) {
            throw new IOException("an array header of " + Integer.toUnsignedString(length) + " bytes");
        }
        String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IOException("the array header " + TextFile.quote(text));
        }
        boolean scalar = matcher.group(2) == null;
        long count = scalar ? 1 : Long.parseLong(matcher.group(2));
        if (count > Integer.MAX_VALUE) {
            throw new IOException("an array of " + count + " elements");
        }
        return new NpyHeader(matcher.group(1), scalar, (int) count, MAGIC.length + 2 + (major == 1 ? 2 : 4) + length);
    }
}
