package multvae.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Opens a text file. Bytes that the charset does not have become U+FFFD, so that the parser can name the line. A line or a record
 * beyond a limit is a {@link UserError}, so that a file without line ends, or with a quote that does not end, does not fill the
 * memory.
 */
public final class TextFile extends Reader {

    /** What bytes become that the charset does not have. */
    public static final char UNDECODABLE = '\uFFFD';

    /** For a message: what helps also a file of users, which no query reads. */
    public static final String OR_CSV = ", or save its rows as CSV";

    static final int MAX_LINE_CHARS = 10_000;

    /** Of a table, which may have long texts in columns that nobody reads. */
    public static final int MAX_TABLE_LINE_CHARS = 1_000_000;

    private static final int MAX_QUOTED_CHARS = 60;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MARK_BYTES = 16;

    private static final String UNPACK = "unpack it";
    private static final String SAVE = "save its table as CSV in UTF-8";

    /** What a file of another kind begins with. */
    private static final List<Kind> KINDS = List.of(
            new Kind("PK\3\4", "a zip archive", UNPACK),
            new Kind("BZh", "a bzip2 file", UNPACK),
            new Kind("\u00FD7zXZ\0", "an xz file", UNPACK),
            new Kind("(\u00B5/\u00FD", "a Zstandard file", UNPACK),
            new Kind("7z\u00BC\u00AF", "a 7z archive", UNPACK),
            new Kind("\u00D0\u00CF\u0011\u00E0", "an old Office document, such as an xls of Excel", SAVE),
            new Kind("SQLite format 3\0", "a SQLite database", SAVE));

    /** The spreadsheets that are zip archives. */
    private static final Pattern SPREADSHEET = Pattern.compile(".*\\.(xlsx|xlsm|xlsb|ods)", Pattern.CASE_INSENSITIVE);

    /** @param begin its first bytes, a character for each */
    private record Kind(String begin, String name, String remedy) {

        boolean is(byte[] mark) {
            return startsWith(mark, begin.chars().toArray());
        }
    }

    private final Path file;
    private final Reader in;
    private final int maxChars; // of a line and of a record
    private long line = 1;
    private int lineChars;
    private long record; // the line that it begins on; 0 as long as nobody says
    private int recordChars;
    private char previous;

    private TextFile(Path file, Reader in, int maxChars) {
        this.file = file;
        this.in = in;
        this.maxChars = maxChars;
    }

    /** A reader of a file in UTF-8, without a byte-order mark; lines of at most {@value #MAX_LINE_CHARS} characters. */
    static TextFile open(Path file) throws IOException {
        InputStream bytes = buffered(RegularFile.stream(file));
        try {
            return withoutMark(file, bytes, StandardCharsets.UTF_8, MAX_LINE_CHARS);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /**
     * All of a small file in UTF-8.
     *
     * @param most bytes that such a file can have
     * @throws UserError if it has other bytes
     * @throws IOException as {@link RegularFile#read}
     */
    public static String read(Path file, int most) throws IOException {
        byte[] bytes = RegularFile.read(file, most);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UserError(file.toString(), "text in UTF-8", "other bytes", "save it as UTF-8", e);
        }
    }

    /**
     * A reader of a table of the user's own, which may be compressed with gzip. The byte-order mark of UTF-16 decides the charset.
     *
     * @param maxChars of a line, and of a record if the reader is told where they begin
     * @throws UserError if it is an archive, a Parquet file or another one that is no text, or UTF-16 without a mark
     */
    public static TextFile openTable(Path file, Charset charset, int maxChars) throws IOException {
        InputStream bytes = buffered(RegularFile.stream(file));
        try {
            if (startsWith(peek(bytes), 0x1F, 0x8B)) {
                bytes = buffered(new GZIPInputStream(bytes, BUFFER_BYTES));
            }
            byte[] mark = peek(bytes);
            refuseBinary(file, mark);
            if (startsWith(mark, 0xFF, 0xFE) || startsWith(mark, 0xFE, 0xFF)) {
                bytes.skipNBytes(2);
                Charset utf16 = mark[0] == (byte) 0xFF ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
                return new TextFile(file, new InputStreamReader(bytes, utf16), maxChars);
            }
            return withoutMark(file, bytes, charset, maxChars);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /**
     * A reader of some lines of a table, which is not compressed, in a charset that has ASCII's line ends.
     *
     * @param from the first byte of the first line
     * @param to after the last byte
     * @param firstLine the number of the first line, from 1
     */
    public static TextFile openLines(Path file, Charset charset, long from, long to, long firstLine, int maxChars)
            throws IOException {
        SeekableByteChannel channel = RegularFile.channel(file);
        try {
            channel.position(from);
            InputStream bytes = buffered(new FirstBytes(Channels.newInputStream(channel), to - from));
            TextFile text = from == 0
                    ? withoutMark(file, bytes, charset, maxChars)
                    : new TextFile(file, new InputStreamReader(bytes, charset), maxChars);
            text.line = firstLine;
            return text;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The first bytes of a stream. */
    private static final class FirstBytes extends FilterInputStream {

        private long left;

        FirstBytes(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = left == 0 ? -1 : in.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }

    private static TextFile withoutMark(Path file, InputStream bytes, Charset charset, int maxChars)
            throws IOException {
        refuseUnmarked(file, peek(bytes), charset);
        if (charset.equals(StandardCharsets.UTF_8) && startsWith(peek(bytes), 0xEF, 0xBB, 0xBF)) {
            bytes.skipNBytes(3);
        }
        return new TextFile(file, new InputStreamReader(bytes, charset), maxChars);
    }

    private static InputStream buffered(InputStream bytes) {
        return new BufferedInputStream(bytes, BUFFER_BYTES);
    }

    private static byte[] peek(InputStream bytes) throws IOException {
        bytes.mark(MARK_BYTES);
        byte[] mark = bytes.readNBytes(MARK_BYTES);
        bytes.reset();
        return mark;
    }

    /** Whether a table is compressed with gzip, or its byte-order mark says that its charset is UTF-16. */
    public static boolean isMarked(Path file) throws IOException {
        try (InputStream bytes = buffered(RegularFile.stream(file))) {
            byte[] mark = peek(bytes);
            return startsWith(mark, 0x1F, 0x8B) || startsWith(mark, 0xFF, 0xFE) || startsWith(mark, 0xFE, 0xFF);
        }
    }

    private static boolean startsWith(byte[] mark, int... expected) {
        for (int k = 0; k < expected.length; k++) {
            if (k >= mark.length || mark[k] != (byte) expected[k]) {
                return false;
            }
        }
        return true;
    }

    /**
     * For a message: how a query reads what is no table of text.
     *
     * @param source what the query selects from, in DuckDB's SQL
     */
    public static String withQuery(String source) {
        return "with a query: data.query = \"select USER as user_id, ITEM as item_id from " + source + "\"";
    }

    /** UTF-16 has every other byte 0 in what ASCII has too. */
    private static void refuseUnmarked(Path file, byte[] mark, Charset charset) {
        if (mark.length < 4
                || charset.name().startsWith("UTF-16")
                || charset.name().startsWith("UTF-32")) {
            return;
        }
        boolean first = mark[0] == 0 && mark[1] > 0 && mark[2] == 0 && mark[3] > 0;
        boolean second = mark[0] > 0 && mark[1] == 0 && mark[2] > 0 && mark[3] == 0;
        if (first || second) {
            throw new UserError(
                    file.toString(),
                    "text in " + charset,
                    "UTF-16 without a byte-order mark",
                    "set data.charset = UTF-16" + (first ? "BE" : "LE"));
        }
    }

    private static void refuseBinary(Path file, byte[] mark) {
        for (Kind kind : KINDS) {
            if (kind.is(mark)) {
                boolean sheet = SPREADSHEET.matcher(file.toString()).matches();
                throw new UserError(
                        file.toString(),
                        "text, or text in gzip",
                        sheet ? "a spreadsheet" : kind.name(),
                        sheet ? SAVE : kind.remedy());
            }
        }
        if (startsWith(mark, 'P', 'A', 'R', '1')) {
            throw new UserError(
                    file.toString(),
                    "text, or text in gzip",
                    "a Parquet file",
                    "read it " + withQuery("'" + file + "'") + OR_CSV);
        }
    }

    /** Says that a record begins on a line: the limit of its characters counts from here. */
    public void beginRecord(long atLine) {
        record = atLine;
        recordChars = 0;
    }

    /** The error for a file that cannot be read. */
    public static UserError unreadable(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new UserError(file.toString(), "a file", "nothing", "check the path", cause);
        }
        if (cause instanceof RegularFile.UnsuitableException unsuitable) {
            return unsuitable.userError();
        }
        boolean broken =
                cause instanceof EOFException || cause instanceof ZipException; // gzip that ends early, or is none
        String remedy = broken ? "check that it is complete" : "check its permissions";
        return new UserError(file.toString(), "a readable file", IoReason.of(cause), remedy, cause);
    }

    /** The error for a file that cannot be written. */
    public static UserError unwritable(Path file, IOException cause) {
        return new UserError(
                file.toString(),
                "a writable file",
                IoReason.of(cause),
                "check its directory and the disk's space",
                cause);
    }

    /** A column's value without the spaces around it. */
    public static String stripped(String value) {
        int length = value.length();
        boolean spaces = length > 0 && (value.charAt(0) <= ' ' || value.charAt(length - 1) <= ' ');
        return spaces ? value.strip() : value;
    }

    /** The user's own text for a message: in quotes, on one line, cut if it is long. */
    public static String quote(String text) {
        String shown = text.codePointCount(0, text.length()) > MAX_QUOTED_CHARS
                ? text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED_CHARS)) + "…"
                : text;
        return '"' + Printable.oneLine(shown.replace("\t", "\\t")) + '"';
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        for (int k = offset; k < offset + read; k++) {
            char c = buffer[k];
            if (c == '\n' || c == '\r') {
                if (c == '\r' || previous != '\r') {
                    line++;
                }
                lineChars = 0;
            } else if (++lineChars > maxChars) {
                throw tooLong(line, "a line", "check that the file is text with one record per line");
            }
            previous = c;
        }
        if (record > 0 && read > 0) {
            recordChars += read;
            if (recordChars > maxChars + BUFFER_BYTES) { // a parser reads ahead
                throw tooLong(record, "a record", "check that each quote has its end");
            }
        }
        return read;
    }

    private UserError tooLong(long where, String what, String remedy) {
        return new UserError(
                file + ":" + where, what + " of at most " + maxChars + " characters", "a longer one", remedy);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
