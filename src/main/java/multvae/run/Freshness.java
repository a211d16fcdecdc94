package multvae.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import multvae.io.FileHash;
import multvae.io.Json;
import multvae.run.Plan.Judgement;
import multvae.run.Plan.Reason;
import multvae.run.Plan.State;

/** Judges stages in their order: the one judgement that planning, running and inspecting share. */
final class Freshness {

    private final RunDirectory directory;
    private final FileHashes hashes = new FileHashes();
    private final Map<String, Manifest> complete = new HashMap<>(); // of the stages that are fresh or have run

    Freshness(RunDirectory directory) {
        this.directory = directory;
    }

    /** The manifest of a stage that is fresh or has run. */
    Optional<Manifest> complete(String stage) {
        return Optional.ofNullable(complete.get(stage));
    }

    /** Notes that a stage has run. */
    void completed(Manifest manifest) {
        hashes.forget(directory.of(manifest.stage()));
        complete.put(manifest.stage(), manifest);
    }

    /** The hashes of the inputs that are there: without those of stages that have yet to run, and without missing files. */
    SortedMap<String, FileHash> inputs(Stage stage) throws IOException {
        return inputs(stage, new TreeMap<>());
    }

    /**
     * As above, to be compared with those {@code before}. Of the user's files none is read that cannot be what it was: a stranger's
     * configuration may name all files of a disk.
     */
    private SortedMap<String, FileHash> inputs(Stage stage, SortedMap<String, FileHash> before) throws IOException {
        SortedMap<String, FileHash> inputs = new TreeMap<>();
        for (Input input : stage.spec().inputs()) {
            if (input.isExternal()) {
                List<Path> files = input.files();
                if (!files.isEmpty()) {
                    FileHash known = before.get(input.name());
                    inputs.put(input.name(), known == null ? hashes.of(files) : hashes.of(files, known));
                }
            } else if (complete.containsKey(input.stage())) {
                FileHash hash = complete.get(input.stage()).outputs().get(input.path());
                if (hash == null) {
                    throw new IllegalStateException(stage.name() + " reads " + input.name() + ", which nothing writes");
                }
                inputs.put(input.name(), hash);
            }
        }
        return inputs;
    }

    /**
     * Judges a stage, once those before it have been judged or have run.
     *
     * @param isRead which of its outputs matter: the bytes of the others are not looked at
     */
    Judgement judge(Stage stage, Predicate<String> isRead) throws IOException {
        Path at = directory.of(stage.name());
        if (!Files.exists(at)) {
            return Judgement.stale(stage.name(), List.of(Reason.of("no artifacts yet")), Optional.empty());
        }
        Manifest.Reading reading = Manifest.reading(at);
        if (reading.manifest().isEmpty()) {
            return Judgement.stale(
                    stage.name(),
                    List.of(Reason.of(
                            at.resolve(RunLayout.MANIFEST) + ": expected a manifest, found " + reading.problem())),
                    Optional.empty());
        }
        Manifest manifest = reading.manifest().get();
        SortedMap<String, FileHash> inputs = inputs(stage, manifest.inputs());
        List<Reason> reasons = changes(stage, inputs, manifest);
        if (reasons.isEmpty()) {
            reasons = reasons(damage(at, manifest, isRead));
        }
        if (!reasons.isEmpty()) {
            return Judgement.stale(stage.name(), reasons, Optional.of(manifest));
        }
        List<String> open = stage.spec().inputs().stream()
                .filter(input -> !input.isExternal() && !inputs.containsKey(input.name()))
                .map(Input::name)
                .toList();
        if (!open.isEmpty()) {
            return Judgement.open(stage.name(), open, Optional.of(manifest));
        }
        complete.put(stage.name(), manifest);
        return new Judgement(stage.name(), State.FRESH, List.of(), Optional.of(manifest));
    }

    private static List<Reason> reasons(List<String> texts) {
        return texts.stream().map(Reason::of).toList();
    }

    private static List<Reason> changes(Stage stage, SortedMap<String, FileHash> inputs, Manifest manifest) {
        StageSpec spec = stage.spec();
        if (!manifest.stage().equals(spec.name())) {
            return List.of(Reason.of("the artifacts are those of " + manifest.stage()));
        }
        List<Reason> changes = new ArrayList<>();
        if (manifest.version() != spec.version()) {
            changes.add(Reason.of("version " + manifest.version() + " -> " + spec.version()));
        }
        changes.addAll(sliceChanges(manifest.slice(), spec.slice()));
        changes.addAll(reasons(inputChanges(spec, inputs, manifest.inputs())));
        spec.inputs().stream()
                .filter(input -> manifest.namesAnother(input) && input.problem().isPresent())
                .forEach(input -> changes.add(Reason.of(input.key() + " names another file, which is not there")));
        if (!manifest.outputs().keySet().equals(new TreeSet<>(spec.outputs()))) {
            changes.add(Reason.of("outputs " + manifest.outputs().keySet() + " -> " + new TreeSet<>(spec.outputs())));
        }
        return changes;
    }

    /** A user's file that is gone has not changed: what was made from it stays fresh, and only making it again needs the file. */
    private static List<String> inputChanges(
            StageSpec spec, SortedMap<String, FileHash> now, SortedMap<String, FileHash> before) {
        boolean gone = spec.inputs().stream().anyMatch(input -> input.problem().isPresent());
        Map<String, Input> declared = new HashMap<>();
        spec.inputs().forEach(input -> declared.put(input.name(), input));
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(declared.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            Input input = declared.get(name);
            if (input == null) {
                changes.add("input " + name + " is no longer read");
            } else if (!before.containsKey(name)) {
                if (!input.optional() || now.containsKey(name)) {
                    changes.add("input " + name + " is new");
                }
            } else if (now.containsKey(name)) {
                if (!now.get(name).sha256().equals(before.get(name).sha256())) {
                    changes.add(name + " changed");
                }
            } else if (input.optional() && !gone) {
                changes.add("input " + name + " is gone");
            }
        }
        return changes;
    }

    private static List<Reason> sliceChanges(SortedMap<String, Object> before, SortedMap<String, Object> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<Reason> changes = new ArrayList<>();
        for (String key : keys) {
            String old = text(before, key);
            String now = text(after, key);
            if (!old.equals(now) || before.containsKey(key) != after.containsKey(key)) {
                changes.add(Reason.ofKey(key, old, now));
            }
        }
        return changes;
    }

    private static String text(SortedMap<String, Object> slice, String key) {
        return slice.containsKey(key) ? Json.canonical(slice.get(key)) : "none";
    }

    private List<String> damage(Path at, Manifest manifest, Predicate<String> isRead) throws IOException {
        List<String> damage = new ArrayList<>();
        for (Map.Entry<String, FileHash> output : manifest.outputs().entrySet()) {
            Path file = at.resolve(output.getKey());
            if (isRead.test(output.getKey())) {
                FileHash expected = output.getValue();
                hashes.difference(file, expected)
                        .ifPresent(
                                found -> damage.add(file + ": expected " + expected.describe() + ", found " + found));
            }
        }
        return damage;
    }

    /** A stage's last complete outputs, if they are still what their manifest says. */
    Optional<Path> previous(Stage stage) throws IOException {
        Path at = directory.of(stage.name());
        Optional<Manifest> manifest = Manifest.reading(at).manifest();
        return manifest.isPresent() && damage(at, manifest.get(), name -> true).isEmpty()
                ? Optional.of(at)
                : Optional.empty();
    }
}
