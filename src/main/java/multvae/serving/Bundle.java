package multvae.serving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.io.FileHash;
import multvae.io.NamedFile;
import multvae.io.OutputPlace;
import multvae.io.RegularFile;
import multvae.io.SealedJson;
import multvae.io.UserError;
import multvae.io.WorkDirectory;
import multvae.run.Artifacts;
import multvae.run.RunLayout;

/** A directory with all that recommendations take, and no training data: bundle.json and the files that it hashes. */
public final class Bundle {

    static final String FILE = "bundle.json";

    /** The model card, beside the files that are hashed. */
    public static final String CARD = "MODEL_CARD.md";

    private static final int MOST_CARD_BYTES = 1 << 20;

    private static final String WEIGHTS = RunLayout.WEIGHTS.file();
    private static final String ITEMS = RunLayout.ITEMS.file();
    private static final String POPULARITY = "popularity.csv";
    private static final List<String> FILES = List.of(ITEMS, POPULARITY, WEIGHTS);

    private static final String MODEL = "model.type"; // which model it is, as a training's configuration says it
    private static final List<String> FITTED_TO = List.of(RunLayout.FETCH, RunLayout.PREPROCESS);

    private static final int FORMAT = 2;
    private static final int MOST_BYTES = 1 << 20; // of bundle.json
    private static final String REMEDY = "delete it and make it again from its run";

    /**
     * bundle.json: what a bundle is of.
     *
     * @param modelVersion {@link ServedModel#version} of the weights
     * @param fingerprints of the run's stages, by name
     * @param configuration what the data and the model were made with, by dotted key
     * @param files the hashes of the other files, by name
     */
    record Description(
            String modelVersion,
            SortedMap<String, String> fingerprints,
            SortedMap<String, Object> configuration,
            SortedMap<String, FileHash> files) {

        String text(Path file) {
            return SealedJson.seal(file, FORMAT, MOST_BYTES, this);
        }

        private static Description of(SealedJson.Fields fields) {
            return new Description(
                    fields.text("modelVersion"),
                    fields.texts("fingerprints"),
                    fields.values("configuration"),
                    fields.objects("files", file -> new FileHash(file.number("bytes"), file.text("sha256"))));
        }
    }

    /** A model card: a text for people, which nothing reads. Its publisher may edit it, so bundle.json does not hash it. */
    @FunctionalInterface
    public interface Card {

        /**
         * The text.
         *
         * @param version of the model
         * @param bytes of its weights
         */
        String text(String version, long bytes);
    }

    /**
     * What is written into a bundle.
     *
     * @param weights writes them
     * @param fingerprints as {@link Description} has them
     * @param configuration as {@link Description} has it
     */
    private record Content(
            FittedModel.Fit weights,
            Items items,
            SortedMap<String, String> fingerprints,
            SortedMap<String, Object> configuration) {}

    private Bundle() {}

    /**
     * Writes a bundle: beside first, then in one move.
     *
     * @param from a run's directory, or another bundle
     * @param to must not exist
     * @return the version of the model
     * @throws UserError if there is something at {@code to} already, or {@code from} is not whole
     */
    public static String write(Path from, Path to) throws IOException {
        return write(from, to, Optional.empty());
    }

    /**
     * As {@link #write(Path, Path)}, with a model card.
     *
     * @param card absent: the one of the bundle {@code from}, if it has one
     */
    public static String write(Path from, Path to, Optional<Card> card) throws IOException {
        Path target = newDirectory(to);
        ServedModel served = ServedModel.at(from);
        FittedModel.Fit copy = file -> {
            try (InputStream weights = Files.newInputStream(served.weights())) {
                Files.copy(weights, file); // not its permissions, which may be those of an archive
            }
        };
        Content content = new Content(copy, served.items(), served.fingerprints(), served.configuration());
        return write(target, content, Optional.of(served), card.isPresent() ? card : cardOf(from));
    }

    /**
     * Fits a model to a run's data and writes a bundle of it: beside first, then in one move. The run needs no trained model.
     *
     * @param run a run's directory
     * @param to must not exist
     * @return the version of the model
     * @throws UserError if there is something at {@code to} already, preprocess has not run, or the model cannot be fitted
     */
    public static String fit(Path run, FittedModel model, Path to) throws IOException {
        return fit(run, model, to, Optional.empty());
    }

    /** As {@link #fit(Path, FittedModel, Path)}, with a model card. */
    public static String fit(Path run, FittedModel model, Path to, Optional<Card> card) throws IOException {
        Path target = newDirectory(to);
        Artifacts artifacts = new Artifacts(run);
        SortedMap<String, Object> configuration =
                new TreeMap<>(artifacts.requiredManifest(RunLayout.PREPROCESS).slice());
        configuration.put(MODEL, model.name());
        configuration.putAll(model.configuration());
        Items items = RunData.items(artifacts, Integer.MAX_VALUE);
        Content content = new Content(model.fit(), items, fingerprints(artifacts, model), configuration);
        return write(target, content, Optional.empty(), card);
    }

    /** Whether there is a bundle that {@link #fit} has written for the same data and the same settings. */
    public static boolean isFitted(Path run, FittedModel model, Path bundle) throws IOException {
        if (!Files.exists(bundle.resolve(FILE))) {
            return false;
        }
        try {
            return description(bundle.resolve(FILE)).fingerprints().equals(fingerprints(new Artifacts(run), model));
        } catch (UserError e) {
            return false; // a damaged one, or another version's: it is made again
        }
    }

    private static SortedMap<String, String> fingerprints(Artifacts artifacts, FittedModel model) throws IOException {
        SortedMap<String, String> fingerprints = RunData.fingerprints(artifacts, FITTED_TO);
        fingerprints.put(model.name(), model.fingerprint());
        return fingerprints;
    }

    private static Path newDirectory(Path to) {
        Path target = to.toAbsolutePath().normalize();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) || target.getParent() == null) {
            throw taken(to);
        }
        return target;
    }

    private static UserError taken(Path to) {
        return new UserError(
                to.toString(), "a directory to be made", "one that exists", "name another, or move it away");
    }

    /** @param copied the model whose weights are to be written: they may have been replaced since it was read */
    private static String write(Path target, Content content, Optional<ServedModel> copied, Optional<Card> card)
            throws IOException {
        try (WorkDirectory work =
                OutputPlace.making(target, "a directory that can be made", () -> WorkDirectory.beside(target))) {
            content.weights.write(work.path().resolve(WEIGHTS));
            String version = describe(work.path(), content);
            if (copied.isPresent() && !copied.get().version().equals(version)) {
                throw new UserError(
                        copied.get().weights().toString(),
                        "weights that stay as they are while they are copied",
                        "others than a moment ago",
                        "run it again");
            }
            if (card.isPresent()) {
                long bytes = Files.size(work.path().resolve(WEIGHTS));
                NamedFile.write(work.path().resolve(CARD), card.get().text(version, bytes));
            }
            try {
                work.moveIntoPlace();
            } catch (FileSystemException e) {
                if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    throw taken(target); // which another process has made meanwhile
                }
                throw e;
            }
            return version;
        }
    }

    private static Optional<Card> cardOf(Path bundle) throws IOException {
        Path card = bundle.resolve(CARD);
        if (!Files.exists(card, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (Files.isSymbolicLink(card)) { // a stranger's may lead to any file of whoever copies and publishes it
            throw new UserError(
                    card.toString(),
                    "a file of the bundle's own, since no hash covers it",
                    "a link",
                    "copy the card into its place, or delete the link");
        }
        String text = new String(RegularFile.read(card, MOST_CARD_BYTES), StandardCharsets.UTF_8);
        return Optional.of((version, bytes) -> text);
    }

    /** Writes the files beside the weights. */
    private static String describe(Path work, Content content) throws IOException {
        content.items.write(work.resolve(ITEMS), work.resolve(POPULARITY));
        SortedMap<String, FileHash> hashes = new TreeMap<>();
        for (String file : FILES) {
            hashes.put(file, FileHash.of(work.resolve(file)));
        }
        String version = ServedModel.version(hashes.get(WEIGHTS));
        Path file = work.resolve(FILE);
        NamedFile.write(file, new Description(version, content.fingerprints, content.configuration, hashes).text(file));
        return version;
    }

    static ServedModel read(Path directory) throws IOException {
        return ServedModel.read(directory.resolve(WEIGHTS), REMEDY, () -> rest(directory));
    }

    private static ServedModel.Rest rest(Path directory) throws IOException {
        Description description = description(directory.resolve(FILE));
        for (String name : FILES) {
            if (!description.files().containsKey(name)) {
                throw new UserError(directory.resolve(FILE).toString(), "the hash of " + name, "none", REMEDY);
            }
        }
        FileHash weights = description.files().get(WEIGHTS);
        int most = ServedModel.mostItems(directory.resolve(WEIGHTS), weights, REMEDY);
        Path items = directory.resolve(ITEMS);
        Path popularity = directory.resolve(POPULARITY);
        ServedModel.verify(items, description.files().get(ITEMS), REMEDY);
        ServedModel.verify(popularity, description.files().get(POPULARITY), REMEDY);
        return new ServedModel.Rest(
                weights,
                Items.read(items, popularity, most, REMEDY),
                description.fingerprints(),
                description.configuration());
    }

    private static Description description(Path file) throws IOException {
        try {
            return SealedJson.read(
                    file,
                    FORMAT,
                    MOST_BYTES,
                    Description::of,
                    format -> new UserError(
                            file.toString(),
                            "a bundle of format " + FORMAT,
                            "format " + format + ", a newer version's",
                            "use that version"));
        } catch (SealedJson.BrokenSealException e) {
            throw new UserError(file.toString(), "the description of a bundle", e.getMessage(), REMEDY);
        }
    }
}
