package multvae.inspect;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import multvae.io.UserError;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A file of ours with a header, read whole; columns go by their names. */
record Table(Path file, List<String> header, List<CSVRecord> rows) {

    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    static Table read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser parser =
                        CSVParser.builder().setReader(reader).setFormat(FORMAT).get()) {
            return new Table(file, List.copyOf(parser.getHeaderNames()), parser.getRecords());
        }
    }

    /** The columns must be there, or another version wrote the file. */
    Table require(String... columns) {
        for (String column : columns) {
            if (!header.contains(column)) {
                throw new UserError(
                        file.toString(), "a column " + column, String.join(",", header), "run the stage again");
            }
        }
        return this;
    }
}
