package multvae.pipeline;

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
import multvae.pipeline.Judgement.State;

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

    /** Takes down that a stage has run. */
    void completed(Manifest manifest) {
        hashes.forget(directory.of(manifest.stage()));
        complete.put(manifest.stage(), manifest);
    }

    /** The hashes of a stage's inputs; of those whose stage has yet to run, none. */
    SortedMap<String, FileHash> inputs(Stage stage) throws IOException {
        SortedMap<String, FileHash> inputs = new TreeMap<>();
        for (Input input : stage.inputs()) {
            if (input.isExternal()) {
                inputs.put(input.name(), hashes.of(input.path()));
            } else if (complete.containsKey(input.stage())) {
                FileHash hash =
                        complete.get(input.stage()).outputs().get(input.path().toString());
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
            return Judgement.stale(stage.name(), List.of("no artifacts yet"), Optional.empty());
        }
        ManifestFile.Reading reading = ManifestFile.read(at);
        if (reading.manifest().isEmpty()) {
            return Judgement.stale(
                    stage.name(),
                    List.of(at.resolve(Manifest.FILE) + ": expected a manifest, found " + reading.problem()),
                    Optional.empty());
        }
        Manifest manifest = reading.manifest().get();
        SortedMap<String, FileHash> inputs = inputs(stage);
        List<String> reasons = changes(stage, inputs, manifest);
        if (reasons.isEmpty()) {
            reasons.addAll(damage(at, manifest, isRead));
        }
        if (!reasons.isEmpty()) {
            return Judgement.stale(stage.name(), reasons, Optional.of(manifest));
        }
        List<String> open = stage.inputs().stream()
                .map(Input::name)
                .filter(name -> !inputs.containsKey(name))
                .toList();
        if (!open.isEmpty()) {
            return new Judgement(stage.name(), State.OPEN, open, Optional.of(manifest));
        }
        complete.put(stage.name(), manifest);
        return new Judgement(stage.name(), State.FRESH, List.of(), Optional.of(manifest));
    }

    private static List<String> changes(Stage stage, SortedMap<String, FileHash> inputs, Manifest manifest) {
        List<String> changes = new ArrayList<>();
        if (!manifest.stage().equals(stage.name())) {
            changes.add("the artifacts are those of " + manifest.stage());
            return changes;
        }
        if (manifest.version() != stage.version()) {
            changes.add("version " + manifest.version() + " -> " + stage.version());
        }
        changes.addAll(sliceChanges(manifest.slice(), stage.slice()));
        TreeSet<String> names = new TreeSet<>(manifest.inputs().keySet());
        stage.inputs().forEach(input -> names.add(input.name()));
        for (String name : names) {
            FileHash before = manifest.inputs().get(name);
            boolean declared =
                    stage.inputs().stream().anyMatch(input -> input.name().equals(name));
            if (before == null) {
                changes.add("input " + name + " is new");
            } else if (!declared) {
                changes.add("input " + name + " is no longer read");
            } else if (inputs.containsKey(name) && !inputs.get(name).sha256().equals(before.sha256())) {
                changes.add(name + " changed");
            }
        }
        if (!manifest.outputs().keySet().equals(new TreeSet<>(stage.outputs()))) {
            changes.add("outputs " + manifest.outputs().keySet() + " -> " + new TreeSet<>(stage.outputs()));
        }
        return changes;
    }

    private static List<String> sliceChanges(SortedMap<String, Object> before, SortedMap<String, Object> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<String> changes = new ArrayList<>();
        for (String key : keys) {
            String old = text(before, key);
            String now = text(after, key);
            if (!old.equals(now) || before.containsKey(key) != after.containsKey(key)) {
                changes.add(key + " " + old + " -> " + now);
            }
        }
        return changes;
    }

    private static String text(SortedMap<String, Object> slice, String key) {
        return slice.containsKey(key) ? SealedJson.canonical(slice.get(key)) : "none";
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
        Optional<Manifest> manifest = ManifestFile.read(at).manifest();
        return manifest.isPresent() && damage(at, manifest.get(), name -> true).isEmpty()
                ? Optional.of(at)
                : Optional.empty();
    }
}
