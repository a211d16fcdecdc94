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
import multvae.serving.FittedModel;
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
        if (dataLicense != null && dataLicense.isBlank()) {
            throw new UserError(
                    "--data-license", "the terms of the data", "nothing", "give them, or leave the option out");
        }
        LOG.info("{}: bundle of model {}", to, model.isBaseline() ? baseline() : trained());
        return ExitCode.OK;
    }

    private String baseline() throws IOException {
        FittedModel fitted = model.of(run);
        return Bundle.fit(
                run, fitted, to, Optional.of(card(ModelCard.ofBaseline(run, fitted.name(), fitted.configuration()))));
    }

    private String trained() throws IOException {
        ModelOption.requireTrained(run);
        if (Files.exists(run.resolve(RunLayout.RESOLVED_CONF))) {
            return Bundle.write(run, to, Optional.of(card(ModelCard.ofTrained(run))));
        }
        if (dataLicense != null) {
            throw new UserError(
                    "--data-license",
                    "a run, whose card is written",
                    "a bundle's card, which is kept",
                    "edit the card");
        }
        return Bundle.write(run, to);
    }

    private Bundle.Card card(ModelCard card) {
        Optional<ModelCard.License> license = dataLicense == null
                ? card.dataset()
                        .flatMap(Dataset::named)
                        .map(dataset ->
                                new ModelCard.License("movielens", dataset.license(), Optional.of(Dataset.TERMS)))
                : Optional.of(new ModelCard.License(dataLicense, dataLicense, Optional.empty()));
        return (version, bytes) -> card.render(license, version, bytes);
    }
}
