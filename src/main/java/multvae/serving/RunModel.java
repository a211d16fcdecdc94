package multvae.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.io.FileHash;
import multvae.io.UserError;
import multvae.matrix.CsrFile;
import multvae.matrix.ItemIndex;
import multvae.run.Artifacts;
import multvae.run.Input;
import multvae.run.Manifest;
import multvae.run.RunLayout;

/** What serving needs, from a run's directory. */
final class RunModel {

    private RunModel() {}

    static ServedModel read(Path run) throws IOException {
        Artifacts artifacts = new Artifacts(run);
        Manifest train = artifacts.requiredManifest(RunLayout.TRAIN);
        Manifest preprocess = artifacts.requiredManifest(RunLayout.PREPROCESS);
        requireSameData(run, train, preprocess); // before the hashes: serve asks every few seconds while train runs
        Path model = artifacts.file(RunLayout.MODEL);
        Path items = artifacts.file(RunLayout.ITEMS);
        Path matrix = artifacts.file(RunLayout.TRAIN_MATRIX);

        SortedMap<String, Object> configuration = new TreeMap<>(preprocess.slice());
        configuration.putAll(train.slice());
        return new ServedModel(
                model,
                new Items(ItemIndex.read(items), CsrFile.read(matrix).columnCounts()),
                ServedModel.version(train.outputs().get(RunLayout.MODEL.file()).sha256()),
                fingerprints(artifacts),
                configuration);
    }

    /** Preprocess may have run since on other ratings: the model's columns would be other items. */
    private static void requireSameData(Path run, Manifest train, Manifest preprocess) {
        FileHash trainedOn = train.inputs().get(Input.of(RunLayout.TRAIN_MATRIX).name());
        if (!preprocess.outputs().get(RunLayout.TRAIN_MATRIX.file()).equals(trainedOn)) {
            throw new UserError(
                    run.resolve(RunLayout.TRAIN).toString(),
                    "a model of the data in " + run.resolve(RunLayout.PREPROCESS),
                    "one of other data",
                    "run with -Dstage=train");
        }
    }

    private static SortedMap<String, String> fingerprints(Artifacts artifacts) throws IOException {
        SortedMap<String, String> fingerprints = new TreeMap<>();
        for (String stage : List.of(RunLayout.FETCH, RunLayout.PREPROCESS, RunLayout.TRAIN)) {
            Optional<Manifest> manifest = artifacts.manifest(stage);
            manifest.ifPresent(found -> fingerprints.put(stage, found.fingerprint()));
        }
        return fingerprints;
    }
}
