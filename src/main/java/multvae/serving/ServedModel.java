package multvae.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import multvae.io.FileHash;
import multvae.io.FileSignature;
import multvae.io.UserError;
import multvae.run.Artifacts;
import multvae.run.Input;
import multvae.run.Manifest;
import multvae.run.RunLayout;
import multvae.weights.HistoryScorer;

/**
 * All that serving needs of a model: from a run's directory or from a bundle, verified.
 *
 * @param weights the path of weights.safetensors
 * @param scorer has the weights
 * @param items the items, with how many train users have each
 * @param version the first 12 digits of the SHA-256 of weights.safetensors
 * @param fingerprints of the run's stages, by name
 * @param configuration what the data and the model were made with, by dotted key
 */
record ServedModel(
        Path weights,
        HistoryScorer scorer,
        Items items,
        String version,
        SortedMap<String, String> fingerprints,
        SortedMap<String, Object> configuration) {

    /** The files of a run or a bundle that are written last: once they have changed, there is a new model. */
    private static final List<String> LAST_WRITTEN = List.of(
            Bundle.FILE, RunLayout.TRAIN + "/" + RunLayout.MANIFEST, RunLayout.PREPROCESS + "/" + RunLayout.MANIFEST);

    private static final List<String> STAGES = List.of(RunLayout.FETCH, RunLayout.PREPROCESS, RunLayout.TRAIN);
    private static final int VERSION_DIGITS = 12;
    private static final String TRAIN_AGAIN = "run train again";
    private static final int FREE_ITEMS = 1 << 16; // whatever the weights: what is wrong with these is told first

    /**
     * What a run or a bundle has besides the weights.
     *
     * @param weights the hash that the weights must have
     */
    record Rest(
            FileHash weights,
            Items items,
            SortedMap<String, String> fingerprints,
            SortedMap<String, Object> configuration) {}

    /** Reads the rest. */
    @FunctionalInterface
    interface Source {
        Rest read() throws IOException;

        private Rest readUnchecked() {
            try {
                return read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @throws UserError if the path is neither a run's directory nor a bundle, or something is wrong with it */
    static ServedModel at(Path path) throws IOException {
        return Unreplaced.read(path, () -> signature(path), () -> found(path));
    }

    /** Changes when the model of a run or a bundle is replaced. */
    static String signature(Path path) {
        return LAST_WRITTEN.stream()
                .map(name -> name + " " + FileSignature.of(path.resolve(name)))
                .collect(Collectors.joining("\n"));
    }

    /** What is there now, or two models' files, if one is replaced by another meanwhile. */
    static ServedModel found(Path path) throws IOException {
        if (Files.exists(path.resolve(Bundle.FILE))) {
            return Bundle.read(path);
        }
        if (Files.exists(path.resolve(RunLayout.RESOLVED_CONF))) {
            return ofRun(path);
        }
        throw new UserError(
                path.toString(),
                "the directory of a run or a bundle",
                Files.exists(path) ? "neither" : "nothing",
                "name one such as runs/quickstart");
    }

    private static ServedModel ofRun(Path run) throws IOException {
        Artifacts artifacts = new Artifacts(run);
        Manifest train = artifacts.requiredManifest(RunLayout.TRAIN);
        Manifest preprocess = artifacts.requiredManifest(RunLayout.PREPROCESS);
        requireSameData(run, train, preprocess); // before the hashes: serve asks every few seconds while train runs
        Path weights = run.resolve(RunLayout.TRAIN).resolve(RunLayout.WEIGHTS.file());
        FileHash expected = train.outputs().get(RunLayout.WEIGHTS.file());
        if (expected == null) {
            throw new UserError(
                    weights.toString(), "the model's weights", "none, as an older version trained it", TRAIN_AGAIN);
        }
        SortedMap<String, Object> configuration = new TreeMap<>(preprocess.slice());
        configuration.putAll(train.slice());
        return read(
                weights,
                TRAIN_AGAIN,
                () -> new Rest(
                        expected,
                        RunData.items(artifacts, mostItems(weights, expected, TRAIN_AGAIN)),
                        RunData.fingerprints(artifacts, STAGES),
                        configuration));
    }

    /** Preprocess may have run since on other ratings: the model's columns would be other items. */
    private static void requireSameData(Path run, Manifest train, Manifest preprocess) {
        FileHash trainedOn = train.inputs().get(Input.of(RunLayout.TRAIN_MATRIX).name());
        FileHash made = preprocess.outputs().get(RunLayout.TRAIN_MATRIX.file());
        if (made == null || !made.equals(trainedOn)) {
            throw new UserError(
                    run.resolve(RunLayout.TRAIN).toString(),
                    "a model of the data in " + run.resolve(RunLayout.PREPROCESS),
                    "one of other data",
                    TRAIN_AGAIN);
        }
    }

    /**
     * Reads the weights, and on another thread the rest: both take a good part of a second.
     *
     * @param remedy what to do if the weights are not as they should be
     */
    static ServedModel read(Path weights, String remedy, Source source) throws IOException {
        CompletableFuture<Rest> reading =
                CompletableFuture.supplyAsync(source::readUnchecked, ServedModel::onItsOwnThread);
        ServedWeights content;
        try {
            content = ServedWeights.read(weights, remedy);
        } catch (UserError e) {
            verify(weights, join(reading).weights(), remedy); // a damaged file is that first
            throw e;
        }
        Rest rest = join(reading);
        FileHash hash = content.hash(); // of the very bytes that were read, not of what the file has a moment later
        if (!hash.equals(rest.weights())) {
            throw new UserError(weights.toString(), rest.weights().describe(), hash.describe(), remedy);
        }
        if (content.scorer().items() != rest.items().size()) {
            throw new UserError(
                    weights.toString(),
                    "a model of " + rest.items().size() + " items, as items.csv has",
                    "one of " + content.scorer().items(),
                    remedy);
        }
        return new ServedModel(
                weights, content.scorer(), rest.items(), version(hash), rest.fingerprints(), rest.configuration());
    }

    /** Not in the common pool: an application's tasks may occupy all of it, and even wait for the model. */
    private static void onItsOwnThread(Runnable reading) {
        Thread thread = new Thread(reading, "multvae-opening");
        thread.setDaemon(true);
        thread.start();
    }

    private static Rest join(CompletableFuture<Rest> reading) throws IOException {
        try {
            return Recommender.join(reading);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** @throws UserError if a file is missing, or has another hash */
    static void verify(Path file, FileHash expected, String remedy) throws IOException {
        Optional<String> difference = expected.difference(file);
        if (difference.isPresent()) {
            throw new UserError(file.toString(), expected.describe(), difference.get(), remedy);
        }
    }

    /**
     * How many items a model can have: each has a number of its own in the weights. Items are read while the weights are, so this bounds
     * the memory that too many of them take.
     *
     * @throws UserError if the weights are missing, or have another size
     */
    static int mostItems(Path weights, FileHash expected, String remedy) throws IOException {
        if (!Files.isRegularFile(weights) || Files.size(weights) != expected.bytes()) {
            verify(weights, expected, remedy);
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(FREE_ITEMS, expected.bytes() / Float.BYTES));
    }

    /** The name of a model by its content. */
    static String version(FileHash weights) {
        return weights.sha256().substring(0, VERSION_DIGITS);
    }
}
