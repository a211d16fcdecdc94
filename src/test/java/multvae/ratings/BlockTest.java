package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes counted by hand. */
final class BlockTest {

    /** Bytes 0 to 3, 4 to 7, 8 to 9, 10 to 11 and 12 to 13: lines that end with LF, CR LF, CR, CR and not at all. */
    private static final String TEXT = "ab,\ncd\r\ne\rf\rgh";

    @TempDir
    private Path directory;

    private Block block(String text, long from, long to) throws IOException {
        return new Block(Files.writeString(directory.resolve("t.csv"), text).toString(), from, to);
    }

    private Block.Lines lines(long from, long to) throws IOException {
        return block(TEXT, from, to).scan('"');
    }

    @Test
    void the_whole_file_begins_with_a_line() throws IOException {
        assertThat(lines(0, 14)).isEqualTo(new Block.Lines(0, 0, 4, false));
    }

    @Test
    void a_line_begins_after_a_line_feed_only() throws IOException {
        assertThat(lines(2, 6)).isEqualTo(new Block.Lines(4, 1, 0, false));
        assertThat(lines(4, 6)).isEqualTo(new Block.Lines(4, 0, 0, false)); // the line feed is in the block before
        assertThat(lines(2, 4)).isEqualTo(new Block.Lines(-1, 1, 0, false)); // the line begins in the next block
        assertThat(lines(9, 14)).isEqualTo(new Block.Lines(-1, 2, 0, false)); // two CR
    }

    /** The LF after a CR ends the same line: it is counted where the LF is. */
    @Test
    void a_line_end_cut_in_two_counts_once() throws IOException {
        assertThat(lines(4, 7)).isEqualTo(new Block.Lines(4, 0, 0, false));
        assertThat(lines(7, 9)).isEqualTo(new Block.Lines(8, 1, 0, false));
        assertThat(lines(8, 10)).isEqualTo(new Block.Lines(8, 0, 1, false)); // a CR with something else after it
    }

    @Test
    void a_quote_is_seen_if_it_quotes() throws IOException {
        assertThat(block("a\n\"b\"\n", 2, 6).scan('"').quoted()).isTrue();
        assertThat(block("a\n\"b\"\n", 0, 2).scan('"').quoted()).isFalse();
        assertThat(block("a\n\"b\"\n", 2, 6).scan(-1).quoted()).isFalse();
    }

    /** Wherever the file is cut, the parts have all bytes once, each begins with its own line, and the numbers are right. */
    @Test
    void parts_of_any_size_are_the_file() throws IOException {
        String text = "user,item\n1,2\r\n3,4\n\r\n5,66\n7,8";
        Path file = Files.writeString(directory.resolve("ratings.csv"), text);
        for (long bytes = 1; bytes <= text.length() + 1; bytes++) {
            RatingsReader reader = new RatingsReader(
                    new RatingsReader.Options(false, TableFormat.UNKNOWN, 0, Optional.empty(), false));
            List<TablePart> parts = reader.quiet().parts(List.of(file), bytes, (blocks, quote) -> {
                List<Block.Lines> lines = new ArrayList<>();
                blocks.forEach(block -> lines.add(block.scan(quote)));
                return lines;
            });
            long end = 0;
            for (TablePart part : parts) {
                if (part.isWhole()) {
                    assertThat(parts).hasSize(1);
                    assertThat(bytes).isGreaterThanOrEqualTo(text.length());
                    end = text.length();
                } else {
                    assertThat(part.from()).isEqualTo(end);
                    String before = text.substring(0, (int) part.from());
                    assertThat(before).satisfiesAnyOf(s -> assertThat(s).isEmpty(), s -> assertThat(s)
                            .endsWith("\n"));
                    assertThat(part.line())
                            .isEqualTo(1 + before.chars().filter(c -> c == '\n').count());
                    end = part.to();
                }
            }
            assertThat(end).isEqualTo(text.length());
        }
    }
}
