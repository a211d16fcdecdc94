package multvae.ratings;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import multvae.io.RegularFile;
import multvae.io.TextFile;

/**
 * Cuts tables into parts between two lines. A table stays whole if it is compressed, if it has a quote, since a quoted value may
 * have line ends, or if its charset has other line ends than ASCII.
 */
public final class TableCut {

    private static final Set<Charset> WITH_ASCII =
            Set.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII);
    private static final int NO_QUOTE = -1;
    private static final int LAST_ASCII = 0x7F;

    /** Looks through blocks: the answers are in their order. */
    @FunctionalInterface
    public interface Scan {
        List<Block.Lines> of(List<Block> blocks, int quote);
    }

    private final long bytes;
    private final Scan scan;
    private final List<Piece> pieces = new ArrayList<>();

    /** A file, with the blocks that are scanned before it is cut; none if it stays whole. */
    private record Piece(TablePart whole, List<Block> blocks, int quote) {}

    TableCut(long bytes, Scan scan) {
        this.bytes = Math.max(1, bytes);
        this.scan = scan;
    }

    void addWhole(Path file) {
        pieces.add(new Piece(TablePart.whole(file.toString(), ""), List.of(), NO_QUOTE));
    }

    void add(TableLayout layout, Optional<Path> headed) {
        TablePart whole = TablePart.whole(
                layout.file().toString(), headed.map(Path::toString).orElse(""));
        Character quote = layout.csv().getQuoteCharacter();
        boolean isPlain = WITH_ASCII.contains(layout.charset()) && (quote == null || quote <= LAST_ASCII);
        try {
            long size = RegularFile.size(layout.file());
            boolean cut = isPlain && size > bytes && !TextFile.isMarked(layout.file());
            pieces.add(
                    new Piece(whole, cut ? blocks(whole.file(), size) : List.of(), quote == null ? NO_QUOTE : quote));
        } catch (IOException e) {
            throw TextFile.unreadable(layout.file(), e);
        }
    }

    private List<Block> blocks(String file, long size) {
        List<Block> blocks = new ArrayList<>();
        for (long from = 0; from < size; from += bytes) {
            blocks.add(new Block(file, from, Math.min(size, from + bytes)));
        }
        return blocks;
    }

    List<TablePart> parts() {
        List<TablePart> parts = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.blocks().isEmpty()) {
                parts.add(piece.whole());
            } else {
                cut(piece, scan.of(piece.blocks(), piece.quote()), parts);
            }
        }
        return parts;
    }

    private static void cut(Piece piece, List<Block.Lines> scanned, List<TablePart> parts) {
        if (scanned.stream().anyMatch(Block.Lines::quoted)) {
            parts.add(piece.whole());
            return;
        }
        long start = 0;
        long firstLine = 1;
        long line = 1;
        Iterator<Block> blocks = piece.blocks().iterator();
        long end = 0;
        for (Block.Lines lines : scanned) {
            end = blocks.next().to();
            if (lines.start() > 0) {
                line += lines.endsBefore();
                parts.add(new TablePart(piece.whole().file(), piece.whole().headed(), start, lines.start(), firstLine));
                start = lines.start();
                firstLine = line;
                line += lines.endsAfter();
            } else {
                line += lines.endsBefore() + lines.endsAfter();
            }
        }
        parts.add(new TablePart(piece.whole().file(), piece.whole().headed(), start, end, firstLine));
    }
}
