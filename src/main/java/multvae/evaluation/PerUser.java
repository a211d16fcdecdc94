package multvae.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import multvae.evaluation.DetailedEvaluator.Result;
import multvae.io.CsvRecords;
import multvae.io.CsvRecords.Printer;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The metrics of each model and each user who counts. Its file is per-user.csv: userId,model and a column for each metric.
 *
 * @param metrics the names of the metrics
 * @param rows by model, then in the order of the matrices' rows
 */
public record PerUser(List<String> metrics, List<Row> rows) {

    private static final String USER = "userId";
    private static final String MODEL = "model";
    private static final String HEADER = "the header userId,model and metrics, each once";
    private static final String REMEDY = "run evaluate again";

    /**
     * One user's figures with one model.
     *
     * @param userId the raw id
     * @param model the model's name
     * @param values of each metric
     */
    public record Row(String userId, String model, List<Double> values) {

        public Row {
            values = List.copyOf(values);
        }
    }

    public PerUser {
        metrics = List.copyOf(metrics);
        rows = List.copyOf(rows);
    }

    /** The row's value of a metric, which is one of {@link #metrics}. */
    public double value(Row row, String metric) {
        return row.values().get(metrics.indexOf(metric));
    }

    /**
     * Writes per-user.csv: UTF-8, LF. No more is in memory than the results and a row.
     *
     * @param results of an evaluator, by the models' names, at least one
     * @param userId the raw id of a row of the matrices
     */
    public static void write(Path file, Map<String, Result> results, IntFunction<String> userId) {
        List<MetricAtK> metrics = results.values().iterator().next().all().metrics();
        List<String> header = new ArrayList<>(List.of(USER, MODEL));
        metrics.forEach(metric -> header.add(metric.name()));
        CsvRecords.write(file, header, csv -> {
            for (Map.Entry<String, Result> model : results.entrySet()) {
                write(csv, model.getKey(), model.getValue().all(), userId);
            }
        });
    }

    private static void write(Printer csv, String model, Evaluation evaluation, IntFunction<String> userId)
            throws IOException {
        int[] rows = evaluation.rows();
        List<double[]> columns =
                evaluation.metrics().stream().map(evaluation::values).toList();
        for (int user = 0; user < rows.length; user++) {
            Object[] record = new Object[2 + columns.size()];
            record[0] = userId.apply(rows[user]);
            record[1] = model;
            for (int metric = 0; metric < columns.size(); metric++) {
                record[2 + metric] = columns.get(metric)[user];
            }
            csv.print(record);
        }
    }

    /**
     * Reads per-user.csv.
     *
     * @throws UserError with file and line, if it is not a file that {@link #write} wrote
     */
    public static PerUser read(Path file) {
        List<String> metrics = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        CsvRecords.forEach(file, CSVFormat.RFC4180, REMEDY, (row, where) -> {
            if (row.getRecordNumber() == 1) {
                metrics.addAll(metrics(row, where));
            } else {
                rows.add(row(row, metrics.size(), where));
            }
        });
        if (metrics.isEmpty()) {
            throw new UserError(file.toString(), HEADER, "an empty file", REMEDY);
        }
        return new PerUser(metrics, rows);
    }

    private static List<String> metrics(CSVRecord header, String where) {
        List<String> names = header.toList();
        if (names.size() < 3
                || !names.get(0).equals(USER)
                || !names.get(1).equals(MODEL)
                || new HashSet<>(names).size() < names.size()) {
            throw new UserError(where, HEADER, TextFile.quote(String.join(",", names)), REMEDY);
        }
        return names.subList(2, names.size());
    }

    private static Row row(CSVRecord row, int metrics, String where) {
        if (row.size() != metrics + 2) {
            throw new UserError(where, metrics + 2 + " columns", String.valueOf(row.size()), REMEDY);
        }
        if (row.get(0).isEmpty()) {
            throw new UserError(where, "the id of a user", "an empty column", REMEDY);
        }
        try {
            return new Row(
                    row.get(0),
                    Metrics.requireModel(row.get(1)),
                    row.stream().skip(2).map(PerUser::number).toList());
        } catch (IllegalArgumentException e) {
            throw new UserError(where, "a user's figures", String.valueOf(e.getMessage()), REMEDY, e);
        }
    }

    /** Each metric is from 0 to 1. */
    private static double number(String text) {
        double number = StrictNumbers.decimal(text);
        if (!(number >= 0 && number <= 1)) {
            throw new IllegalArgumentException(TextFile.quote(text) + ", no number from 0 to 1");
        }
        return number;
    }
}
