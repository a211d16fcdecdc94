package multvae.serving;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.ItemIndex;
import multvae.run.Artifacts;
import multvae.run.Manifest;
import multvae.run.RunLayout;

/** What of a run's data is served beside a model: its items, with how many train users have each. */
final class RunData {

    private RunData() {}

    /** @param most items that there can be */
    static Items items(Artifacts artifacts, int most) throws IOException {
        ItemIndex index = ItemIndex.read(artifacts.file(RunLayout.ITEMS), most);
        CsrMatrix train = CsrFile.read(artifacts.file(RunLayout.TRAIN_MATRIX), CsrFile.ANY, index.size());
        return new Items(index, train.columnCounts());
    }

    /** Of those of the stages that have run, by name. */
    static SortedMap<String, String> fingerprints(Artifacts artifacts, List<String> stages) throws IOException {
        SortedMap<String, String> fingerprints = new TreeMap<>();
        for (String stage : stages) {
            Optional<Manifest> manifest = artifacts.manifest(stage);
            manifest.ifPresent(found -> fingerprints.put(stage, found.fingerprint()));
        }
        return fingerprints;
    }
}
