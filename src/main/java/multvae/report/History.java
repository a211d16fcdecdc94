package multvae.report;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import multvae.error.UserError;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** history.csv: how a training went, a row an epoch. */
public final class History {

    static final String EPOCH = "epoch";
    static final String BETA = "beta";
    static final String NDCG = "validation_ndcg_100";

    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    private final Path file;
    private final List<CSVRecord> rows;

    private History(Path file, List<CSVRecord> rows) {
        this.file = file;
        this.rows = rows;
    }

    /** Reads the file. */
    public static History read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser parser =
                        CSVParser.builder().setReader(reader).setFormat(FORMAT).get()) {
            return new History(file, parser.getRecords());
        }
    }

    int epochs() {
        return rows.size();
    }

    /** A column over another; epochs that have no value in one of them are left out. */
    Charts.Line line(String name, String xColumn, String yColumn) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (CSVRecord row : rows) {
            if (!value(row, xColumn).isEmpty() && !value(row, yColumn).isEmpty()) {
                x.add(Double.valueOf(value(row, xColumn)));
                y.add(Double.valueOf(value(row, yColumn)));
            }
        }
        return new Charts.Line(name, x, y);
    }

    /** The number of the epoch with the best validation NDCG@100, the first of equals, as training keeps it. */
    int bestEpoch() {
        Charts.Line line = line("", EPOCH, NDCG);
        int best = 0;
        for (int k = 1; k < line.y().size(); k++) {
            if (line.y().get(k) > line.y().get(best)) {
                best = k;
            }
        }
        return line.x().get(best).intValue();
    }

    /** A column's value in an epoch, from 1. */
    double value(int epoch, String column) {
        return Double.parseDouble(value(rows.get(epoch - 1), column));
    }

    private String value(CSVRecord row, String column) {
        if (!row.isMapped(column)) {
            throw new UserError(
                    file.toString(),
                    "a column " + column,
                    String.join(",", row.getParser().getHeaderNames()),
                    "run train again");
        }
        return row.get(column);
    }
}
