package multvae.ratings;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import multvae.io.Locations;
import multvae.io.RegularFile;
import multvae.io.TextFile;

/**
 * Bytes of a file in which lines are looked for, so that the file can be cut between two of them.
 *
 * @param file the file, where every machine finds it
 * @param from the first byte
 * @param to after the last byte
 */
public record Block(String file, long from, long to) implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * What is in a block. A line ends with LF, CR LF or CR.
     *
     * @param start the first byte of the first line that begins in the block; -1 if none does
     * @param endsBefore line ends in the block before {@code start}; all of them if there is no start
     * @param endsAfter the other line ends in the block
     * @param quoted whether there is a quote
     */
    public record Lines(long start, long endsBefore, long endsAfter, boolean quoted) implements Serializable {

        private static final long serialVersionUID = 1;
    }

    /**
     * Looks through the block. A line begins at the file's first byte and after each LF.
     *
     * @param quote the byte that quotes, or -1 for none
     * @throws multvae.io.UserError if the file cannot be read
     */
    public Lines scan(int quote) {
        long start = from == 0 && to > 0 ? 0 : -1;
        long[] ends = new long[2]; // before and after the start
        boolean quoted = false;
        boolean carriage = false; // the byte before is a CR, which may have an LF
        byte[] buffer = new byte[BUFFER_BYTES];
        try (SeekableByteChannel channel = RegularFile.channel(Locations.of(file));
                InputStream in = Channels.newInputStream(channel.position(Math.max(0, from - 1)))) {
            if (from > 0) { // the byte before the block decides whether a line begins with it
                start = in.read() == '\n' && from < to ? from : -1;
            }
            long at = from;
            while (at < to) {
                int read = in.read(buffer, 0, (int) Math.min(BUFFER_BYTES, to - at));
                for (int k = 0; k < read; k++) {
                    int b = buffer[k];
                    quoted |= b == quote;
                    if (b == '\n' || carriage) {
                        ends[start >= 0 ? 1 : 0]++;
                    }
                    if (b == '\n' && start < 0 && at + k + 1 < to) {
                        start = at + k + 1;
                    }
                    carriage = b == '\r';
                }
                at = read < 0 ? to : at + read; // a file that has become shorter
            }
            if (carriage && in.read() != '\n') {
                ends[start >= 0 ? 1 : 0]++;
            }
            return new Lines(start, ends[0], ends[1], quoted);
        } catch (IOException e) {
            throw TextFile.unreadable(Locations.of(file), e);
        }
    }
}
