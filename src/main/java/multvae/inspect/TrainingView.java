package multvae.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import multvae.io.Plural;
import multvae.model.LossTerms;
import multvae.run.Artifacts;
import multvae.run.RunLayout;
import multvae.training.History;
import multvae.training.History.Epoch;
import multvae.training.History.ValidationResult;

/** The curve of a training, from history.csv: the validation metric of each epoch, its best, beta. */
public final class TrainingView implements View {

    private static final int LINES = 25;
    private static final int WIDTH = 40;

    private final History history;

    private record Data(int epochs, Row best, List<Row> history) {}

    /** A row of history.csv, by its columns; null if the epoch was not evaluated, missing if the history has no such columns. */
    private record Row(
            int epoch,
            long steps,
            double beta,
            @JsonProperty("learning_rate") double learningRate,
            double loss,
            double nll,
            double kl,
            double penalty,
            @JsonProperty("validation_loss") Double validationLoss,
            @JsonProperty("validation_nll") Double validationNll,
            @JsonProperty("validation_kl") Double validationKl,
            @JsonProperty("validation_ndcg_100") Double validationNdcg100,
            @JsonProperty("validation_recall_20") Double validationRecall20,
            @JsonProperty("validation_recall_50") Double validationRecall50,
            @JsonProperty("encoder_loss") @JsonInclude(Include.NON_NULL) Double encoderLoss,
            @JsonProperty("encoder_nll") @JsonInclude(Include.NON_NULL) Double encoderNll,
            @JsonProperty("encoder_kl") @JsonInclude(Include.NON_NULL) Double encoderKl) {

        static Row of(Epoch epoch) {
            Optional<ValidationResult> validation = epoch.evaluation();
            Optional<LossTerms> encoder = epoch.encoder();
            return new Row(
                    epoch.epoch(),
                    epoch.steps(),
                    epoch.beta(),
                    epoch.learningRate(),
                    epoch.train().loss(),
                    epoch.train().nll(),
                    epoch.train().kl(),
                    epoch.train().penalty(),
                    validation.map(v -> v.loss().loss()).orElse(null),
                    validation.map(v -> v.loss().nll()).orElse(null),
                    validation.map(v -> v.loss().kl()).orElse(null),
                    validation.map(ValidationResult::ndcg100).orElse(null),
                    validation.map(ValidationResult::recall20).orElse(null),
                    validation.map(ValidationResult::recall50).orElse(null),
                    encoder.map(LossTerms::loss).orElse(null),
                    encoder.map(LossTerms::nll).orElse(null),
                    encoder.map(LossTerms::kl).orElse(null));
        }
    }

    public TrainingView(Artifacts run) throws IOException {
        this.history = History.read(run.file(RunLayout.HISTORY));
    }

    @Override
    public Object data() {
        return new Data(
                history.epochs().size(),
                Row.of(history.best()),
                history.epochs().stream().map(Row::of).toList());
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        Epoch best = history.best();
        double highest = best.validation().ndcg100();
        lines.add(String.format(
                Locale.ROOT,
                "%s, the best is %d: validation NDCG@100 %.4f, %s %.4f",
                Plural.of(history.epochs().size(), "epoch"),
                best.epoch(),
                highest,
                best.klWeight(),
                best.beta()));
        lines.add(String.format(Locale.ROOT, "%7s %8s %8s", "epoch", best.klWeight(), "NDCG@100"));
        List<Epoch> evaluated = history.evaluated();
        int every = (evaluated.size() + LINES - 1) / LINES;
        for (int k = 0; k < evaluated.size(); k++) {
            Epoch epoch = evaluated.get(k);
            if ((k + 1) % every == 0 || epoch.equals(best)) {
                double ndcg = epoch.validation().ndcg100();
                lines.add(String.format(
                        Locale.ROOT,
                        "%7d %8.4f %8.4f %s%s",
                        epoch.epoch(),
                        epoch.beta(),
                        ndcg,
                        "#".repeat((int) Math.round(WIDTH * ndcg / Math.max(1e-9, highest))),
                        epoch.equals(best) ? " best" : ""));
            }
        }
        return lines;
    }
}
