package multvae.ratings;

import java.util.List;

/** Looks through the blocks of a table in the common fork-join pool. */
final class ParallelScan implements TableCut.Scan {

    private long lineEnds;

    @Override
    public List<Block.Lines> of(List<Block> blocks, int quote) {
        List<Block.Lines> scanned =
                blocks.parallelStream().map(block -> block.scan(quote)).toList();
        lineEnds = scanned.stream()
                .mapToLong(lines -> lines.endsBefore() + lines.endsAfter())
                .sum();
        return scanned;
    }

    /** How many lines end in the blocks that were scanned last; 0 if none were. */
    long lineEnds() {
        return lineEnds;
    }
}
