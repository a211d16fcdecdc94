package multvae.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import multvae.io.CsvRecords;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;

/**
 * How good a scorer is for the validation users, and its file, validation.csv.
 *
 * @param ndcg100 mean NDCG@100, what a search goes by
 * @param recall20 mean Recall@20
 * @param recall50 mean Recall@50
 */
public record ValidationFigures(double ndcg100, double recall20, double recall50) {

    private static final MetricAtK NDCG_100 = RankingMetric.NDCG.at(100);
    private static final MetricAtK RECALL_20 = RankingMetric.RECALL.at(20);
    private static final MetricAtK RECALL_50 = RankingMetric.RECALL.at(50);

    private static final List<String> HEADER =
            List.of("validation_ndcg_100", "validation_recall_20", "validation_recall_50");
    private static final String REMEDY = "run the search again";

    /**
     * Of a scorer.
     *
     * @param foldIn [validation users, items]
     * @param heldOut [validation users, items]
     * @param batchSize users scored at once
     */
    public static ValidationFigures of(Scorer scorer, CsrMatrix foldIn, CsrMatrix heldOut, int batchSize) {
        Evaluation evaluation =
                new Evaluator(foldIn, heldOut, List.of(NDCG_100, RECALL_20, RECALL_50), batchSize).evaluate(scorer);
        return new ValidationFigures(evaluation.mean(NDCG_100), evaluation.mean(RECALL_20), evaluation.mean(RECALL_50));
    }

    /** Writes the file. */
    public void write(Path file) {
        CsvRecords.write(file, HEADER, csv -> csv.print(ndcg100, recall20, recall50));
    }

    /**
     * Reads the file.
     *
     * @throws UserError with file and line, if it is not what was written
     */
    public static ValidationFigures read(Path file) {
        List<ValidationFigures> rows = new ArrayList<>();
        CsvRecords.read(file, HEADER, REMEDY, (row, where) -> {
            double[] figures =
                    row.stream().mapToDouble(text -> figure(text, where)).toArray();
            rows.add(new ValidationFigures(figures[0], figures[1], figures[2]));
        });
        if (rows.size() != 1) {
            throw new UserError(file.toString(), "one row", rows.size() + " rows", REMEDY);
        }
        return rows.get(0);
    }

    private static double figure(String text, String where) {
        double figure = StrictNumbers.decimal(text);
        if (!(figure >= 0 && figure <= 1)) {
            throw new UserError(where, "figures from 0 to 1", TextFile.quote(text), REMEDY);
        }
        return figure;
    }
}
