package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import multvae.io.UserError;
import multvae.ratings.Dataset;
import multvae.report.ModelCard;
import multvae.run.RunLayout;
import multvae.serving.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what recommendations need, and no training data, to a new directory. */
@Command(
        name = "bundle",
        description = "Writes a run's model, items and popularity to a directory that can be copied to a server.")
final class BundleCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(BundleCommand.class);

    @Option(names = "--run", required = true, paramLabel = "RUN", description = "the run's directory")
    private Path run;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIRECTORY",
            description = "the directory of the bundle, which must not exist yet")
    private Path to;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--data-license",
            paramLabel = "TEXT",
            description = "the terms of the data, for the model card (those of the catalogue's data sets are known)")
    private String dataLicense;

    @Override
    public Integer call() throws IOException {
        LOG.info("{}: bundle of model {}", to, model.isBaseline() ? baseline() : Bundle.write(run, to, card()));
        return ExitCode.OK;
    }

    private String baseline() throws IOException {
        if (dataLicense != null) {
            throw new UserError(
                    "--data-license",
                    "the trained model, whose bundle has a card",
                    "--model, whose bundle has none",
                    "leave one of them out");
        }
        return Bundle.fit(run, model.of(run), to);
    }

    /** Of a run; a bundle of a bundle keeps its card. */
    private Optional<String> card() throws IOException {
        if (dataLicense != null && dataLicense.isBlank()) {
            throw new UserError(
                    "--data-license", "the terms of the data", "nothing", "give them, or leave the option out");
        }
        if (!Files.exists(run.resolve(RunLayout.RESOLVED_CONF))) {
            if (dataLicense != null) {
                throw new UserError(
                        "--data-license",
                        "a run, whose card is written",
                        "a bundle's card, which is kept",
                        "edit the card");
            }
            return Optional.empty();
        }
        ModelCard card = ModelCard.read(run);
        Optional<ModelCard.License> known = card.dataset()
                .flatMap(Dataset::named)
                .map(dataset -> new ModelCard.License("movielens", dataset.license(), Optional.of(Dataset.TERMS)));
        return Optional.of(card.render(
                dataLicense == null
                        ? known
                        : Optional.of(new ModelCard.License(dataLicense, dataLicense, Optional.empty()))));
    }
}
