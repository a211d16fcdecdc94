package multvae.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.data.CsrFile;
import multvae.data.ItemIndex;
import multvae.error.UserError;
import multvae.pipeline.Artifacts;
import multvae.pipeline.FileHash;
import multvae.pipeline.Input;
import multvae.pipeline.Manifest;
import multvae.stages.PreprocessStage;
import multvae.training.Trainer;

/** What serving needs, from a run's directory. */
final class RunModel {

    private static final String TRAIN = "train";

    private RunModel() {}

    static ServedModel read(Path run) throws IOException {
        Artifacts artifacts = new Artifacts(run);
        Manifest train = artifacts.requiredManifest(TRAIN);
        Manifest preprocess = artifacts.requiredManifest(PreprocessStage.NAME);
        requireSameData(run, train, preprocess); // before the hashes: serve asks every few seconds while train runs
        Path model = artifacts.file(TRAIN, Trainer.MODEL_FILE);
        Path items = artifacts.file(PreprocessStage.NAME, PreprocessStage.ITEMS);
        Path matrix = artifacts.file(PreprocessStage.NAME, PreprocessStage.TRAIN);

        SortedMap<String, Object> configuration = new TreeMap<>(preprocess.slice());
        configuration.putAll(train.slice());
        return new ServedModel(
                model,
                new Items(ItemIndex.read(items), CsrFile.read(matrix).columnCounts()),
                ServedModel.version(train.outputs().get(Trainer.MODEL_FILE).sha256()),
                fingerprints(artifacts),
                configuration);
    }

    /** Preprocess may have run since on other ratings: the model's columns would be other items. */
    private static void requireSameData(Path run, Manifest train, Manifest preprocess) {
        FileHash trainedOn = train.inputs()
                .get(Input.of(PreprocessStage.NAME, PreprocessStage.TRAIN).name());
        if (!preprocess.outputs().get(PreprocessStage.TRAIN).equals(trainedOn)) {
            throw new UserError(
                    run.resolve(TRAIN).toString(),
                    "a model of the data in " + run.resolve(PreprocessStage.NAME),
                    "one of other data",
                    "run with -Dstage=train");
        }
    }

    private static SortedMap<String, String> fingerprints(Artifacts artifacts) throws IOException {
        SortedMap<String, String> fingerprints = new TreeMap<>();
        for (String stage : List.of("fetch", PreprocessStage.NAME, TRAIN)) {
            Optional<Manifest> manifest = artifacts.manifest(stage);
            manifest.ifPresent(found -> fingerprints.put(stage, found.fingerprint()));
        }
        return fingerprints;
    }
}
