package multvae.serving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import multvae.io.AtomicFile;
import multvae.io.FileHash;
import multvae.io.FileTree;
import multvae.io.UserError;
import multvae.run.RunLayout;

/** A directory with all that recommendations take, and no training data: bundle.json and the files that it hashes. */
public final class Bundle {

    static final String FILE = "bundle.json";

    private static final String MODEL = RunLayout.MODEL.file();
    private static final String ITEMS = "items.csv";
    private static final String POPULARITY = "popularity.csv";
    private static final List<String> FILES = List.of(ITEMS, MODEL, POPULARITY);

    private Bundle() {}

    /**
     * Writes a bundle: beside first, then in one move.
     *
     * @param from a run's directory, or another bundle
     * @param to must not exist
     * @return the model's version
     * @throws UserError where there is something at {@code to} already, or {@code from} is not whole
     */
    public static String write(Path from, Path to) throws IOException {
        Path target = to.toAbsolutePath().normalize();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) || target.getParent() == null) {
            throw new UserError(
                    to.toString(), "a directory to be made", "one that exists", "name another, or move it away");
        }
        ServedModel served = ServedModel.at(from);
        served.architecture(); // refuses what could not be opened
        Files.createDirectories(target.getParent());
        Path work = target.resolveSibling("." + target.getFileName() + "-" + UUID.randomUUID());
        Files.createDirectory(work);
        try {
            String version = fill(work, served);
            AtomicFile.moveDirectory(work, target);
            return version;
        } finally {
            FileTree.delete(work); // it is there where something failed
        }
    }

    private static String fill(Path work, ServedModel served) throws IOException {
        try (InputStream model = Files.newInputStream(served.model())) {
            Files.copy(model, work.resolve(MODEL)); // not its permissions, which may be those of an archive
        }
        served.items().write(work.resolve(ITEMS), work.resolve(POPULARITY));
        SortedMap<String, FileHash> hashes = new TreeMap<>();
        for (String file : FILES) {
            hashes.put(file, FileHash.of(work.resolve(file)));
        }
        String version = ServedModel.version(hashes.get(MODEL).sha256());
        BundleFile description = new BundleFile(version, served.fingerprints(), served.configuration(), hashes);
        Files.writeString(work.resolve(FILE), description.text());
        AtomicFile.syncTree(work);
        return version;
    }

    static ServedModel read(Path directory) throws IOException {
        BundleFile description = BundleFile.read(directory.resolve(FILE));
        for (String name : FILES) {
            Path file = directory.resolve(name);
            FileHash expected = description.files().get(name);
            if (expected == null) {
                throw new UserError(
                        directory.resolve(FILE).toString(), "the hash of " + name, "none", BundleFile.REMEDY);
            }
            Optional<String> difference = expected.difference(file);
            if (difference.isPresent()) {
                throw new UserError(file.toString(), expected.describe(), difference.get(), BundleFile.REMEDY);
            }
        }
        return new ServedModel(
                directory.resolve(MODEL),
                Items.read(directory.resolve(ITEMS), directory.resolve(POPULARITY)),
                ServedModel.version(description.files().get(MODEL).sha256()),
                description.fingerprints(),
                description.configuration());
    }
}
