package multvae.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PipelineTest {

    private final List<String> ran = new ArrayList<>();
    private Map<String, String> fingerprints = Map.of();
    private int version = 1;

    @TempDir
    private Path directory;

    @Test
    void a_fresh_stage_is_skipped_and_a_forced_one_is_not() throws IOException {
        run(Set.of(), false, "a");
        run(Set.of(), false, "a");
        assertThat(ran).containsExactly("first", "second");
        run(Set.of("second"), true, "a");
        assertThat(ran).containsExactly("first", "second", "second");
    }

    @Test
    void no_stage_begins_once_the_process_is_ending() throws IOException {
        List<Stage> stages = List.of(new TestStage("first", "a", List.of()), new TestStage("second", "b", List.of()));
        RunDirectory run = new RunDirectory(directory);
        assertThatThrownBy(() -> new Pipeline(stages, run, Map.of(), () -> ran.contains("first")).run(Set.of(), false))
                .isInstanceOf(Pipeline.StageNotBegun.class)
                .hasMessage("second: not begun");
        assertThat(ran).containsExactly("first");
        assertThat(new Pipeline(stages, run, Map.of())
                        .plan(Set.of(), false)
                        .lines()
                        .get(0))
                .isEqualTo("first: fresh");
    }

    @Test
    void a_changed_slice_makes_the_stage_and_those_after_it_stale() throws IOException {
        run(Set.of(), false, "a");
        run(Set.of(), false, "b");
        assertThat(ran).containsExactly("first", "second", "first", "second");
        assertThat(directory.resolve("second/out.txt")).hasContent("b!");
    }

    @Test
    void an_edited_output_is_made_again() throws IOException {
        run(Set.of(), false, "a");
        Files.writeString(directory.resolve("first/out.txt"), "x");
        run(Set.of(), false, "a");
        assertThat(ran).containsExactly("first", "second", "first");
        assertThat(directory.resolve("first/out.txt")).hasContent("a");
    }

    @Test
    void a_stage_whose_input_is_stale_refuses_and_names_the_command() throws IOException {
        run(Set.of(), false, "a");
        assertThatThrownBy(() -> run(Set.of("second"), false, "b"))
                .isInstanceOf(UserError.class)
                .hasMessage("second: expected fresh artifacts of first, found first stale (text \"a\" -> \"b\");"
                        + " run with -Dstage=first,second, or without -Dstage");
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void a_stage_that_fails_leaves_the_previous_output() throws IOException {
        run(Set.of(), false, "a");
        assertThatThrownBy(() -> run(Set.of(), false, "fail")).isInstanceOf(IOException.class);
        assertThat(directory.resolve("first/out.txt")).hasContent("a");
        run(Set.of(), false, "a");
        assertThat(ran).containsExactly("first", "second", "first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"format\": 1}", "{\"format\": 0}", "{\"format\": \"1\"}"})
    void a_damaged_manifest_is_named_and_its_stage_is_made_again(String content) throws IOException {
        run(Set.of(), false, "a");
        Path manifest = directory.resolve("first/manifest.json");
        Manifest written = Manifest.read(directory.resolve("first"));
        Files.writeString(manifest, content);
        assertThat(plan(Set.of(), "a").get(0))
                .startsWith("first: stale, " + manifest + ": expected a manifest, found ");
        run(Set.of(), false, "a");
        assertThat(ran).containsExactly("first", "second", "first");
        assertThat(Manifest.read(directory.resolve("first")).outputs()).isEqualTo(written.outputs());
    }

    @Test
    void an_edit_of_any_field_of_a_manifest_shows() throws IOException {
        run(Set.of(), false, "a");
        Path manifest = directory.resolve("second/manifest.json");
        String written = Files.readString(manifest);
        for (String field : List.of("\"version\" : 1", "\"machine\" : \"m\"", "\"text\" : \"!\"", "\"bytes\" : 1")) {
            assertThat(written).contains(field);
            Files.writeString(manifest, written.replace(field, field.replaceAll("[1m!](\"?)$", "7$1")));
            assertThat(plan(Set.of(), "a"))
                    .containsExactly(
                            "first: fresh",
                            "second: stale, " + manifest
                                    + ": expected a manifest, found one that is not as it was written");
        }
        Files.writeString(manifest, written.replace("\n", "\r\n").replace(" : ", ":"));
        assertThat(plan(Set.of(), "a")).contains("second: fresh");
    }

    @Test
    void a_newer_versions_manifest_is_refused_unless_forced() throws IOException {
        run(Set.of(), false, "a");
        Path manifest = directory.resolve("first/manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"format\" : 1", "\"format\" : 2"));
        assertThatThrownBy(() -> run(Set.of(), false, "a"))
                .isInstanceOf(UserError.class)
                .hasMessage(manifest + ": expected a manifest of format 1, found format 2, a newer version's;"
                        + " use that version, choose another run.directory, or force the stage to run again");
        run(Set.of(), true, "a");
        assertThat(ran).containsExactly("first", "second", "first", "second");
    }

    @Test
    void a_damaged_output_is_named_with_what_was_expected_and_found() throws IOException {
        run(Set.of(), false, "a");
        Path out = directory.resolve("first/out.txt");
        String expected = "first: stale, " + out + ": expected 1 bytes of SHA-256 ca978112ca1b, found "; // of "a"
        Files.writeString(out, "b");
        assertThat(plan(Set.of(), "a").get(0)).isEqualTo(expected + "1 bytes of SHA-256 3e23e8160039");
        Files.writeString(out, "aa");
        assertThat(plan(Set.of(), "a").get(0)).isEqualTo(expected + "2 bytes");
        Files.delete(out);
        assertThat(plan(Set.of(), "a").get(0)).isEqualTo(expected + "nothing");
        Files.createDirectory(out);
        assertThat(plan(Set.of(), "a").get(0)).isEqualTo(expected + "no regular file");
    }

    @Test
    void a_plan_says_what_would_run_and_why_and_changes_nothing() throws IOException {
        assertThat(plan(Set.of(), "a"))
                .containsExactly("first: stale, no artifacts yet", "second: stale, no artifacts yet");
        assertThat(directory).isEmptyDirectory();
        run(Set.of(), false, "a");
        assertThat(plan(Set.of(), "b"))
                .containsExactly(
                        "first: stale, text \"a\" -> \"b\"", "second: runs if one of these changes: first/out.txt");
        assertThat(plan(Set.of("second"), "b"))
                .containsExactly(
                        "first: stale (not selected), text \"a\" -> \"b\"", "second: refused, needs first run before");
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void a_plan_warns_of_artifacts_made_with_other_arithmetic() throws IOException {
        List<Stage> stages = List.of(new TestStage("first", "a", List.of()));
        RunDirectory run = new RunDirectory(directory);
        new Pipeline(stages, run, Map.of("threads", 2, "commit", "x")).run(Set.of(), false);
        assertThat(new Pipeline(stages, run, Map.of("threads", 8, "commit", "y"))
                        .plan(Set.of(), false)
                        .lines())
                .containsExactly("first: fresh", "first: warning, made with threads 2, now 8");
    }

    @Test
    void a_stage_after_one_that_writes_the_same_bytes_again_stays_fresh() throws IOException {
        run(Set.of(), false, "a");
        run(Set.of("first"), true, "a");
        run(Set.of(), false, "a");
        assertThat(ran).containsExactly("first", "second", "first");
    }

    @Test
    void an_unselected_stages_files_are_looked_at_only_if_they_are_read() throws IOException {
        List<Stage> stages = List.of(
                new TestStage("first", "a", List.of()),
                new TestStage("second", "b", List.of(Input.of(new RunLayout.Artifact("first", "out.txt")))),
                new TestStage("third", "c", List.of(Input.of(new RunLayout.Artifact("second", "out.txt")))));
        Pipeline pipeline = new Pipeline(stages, new RunDirectory(directory), Map.of());
        pipeline.run(Set.of(), false);
        Files.writeString(directory.resolve("first/out.txt"), "x");
        pipeline.run(Set.of("third"), true);
        Files.writeString(directory.resolve("second/out.txt"), "x");
        assertThatThrownBy(() -> pipeline.run(Set.of("third"), true))
                .hasMessageContaining(directory.resolve("second/out.txt") + ": expected 2 bytes")
                .hasMessageEndingWith("run with -Dstage=second,third, or without -Dstage");
    }

    @Test
    void a_stage_knows_the_fingerprints_of_what_it_was_made_from() throws IOException {
        run(Set.of(), false, "a");
        assertThat(fingerprints)
                .isEqualTo(Map.of(
                        "first", Manifest.read(directory.resolve("first")).fingerprint(),
                        "second", Manifest.read(directory.resolve("second")).fingerprint()));
    }

    @Test
    void a_raised_version_makes_a_stage_stale() throws IOException {
        run(Set.of(), false, "a");
        version = 2;
        assertThat(plan(Set.of(), "a"))
                .containsExactly("first: stale, version 1 -> 2", "second: stale, version 1 -> 2");
        run(Set.of(), false, "a");
        assertThat(ran).containsExactly("first", "second", "first", "second");
    }

    @Test
    void a_changed_file_of_the_users_makes_a_stage_stale_and_another_input_does_too() throws IOException {
        Path file = Files.writeString(directory.resolve("own.txt"), "x");
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        List<Input> inputs = List.of(Input.external("ratings", "data.ratings", file.toString()));
        new Pipeline(List.of(new TestStage("first", "a", inputs)), run, Map.of()).run(Set.of(), false);
        Files.writeString(file, "y");
        assertThat(new Pipeline(List.of(new TestStage("first", "a", inputs)), run, Map.of())
                        .plan(Set.of(), false)
                        .lines())
                .containsExactly("first: stale, ratings changed");
        assertThat(new Pipeline(List.of(new TestStage("first", "a", List.of())), run, Map.of())
                        .plan(Set.of(), false)
                        .lines())
                .containsExactly("first: stale, input ratings is no longer read");
    }

    /** The configuration of a stranger's run may name any files: inspect judges its stages too. */
    @Test
    void a_file_of_another_size_than_before_is_not_read_to_see_that_it_has_changed() throws IOException {
        Path file = Files.writeString(directory.resolve("own.txt"), "x");
        Pipeline pipeline = ofRatings(new RunDirectory(directory.resolve("run")), file);
        pipeline.run(Set.of(), false);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(
                        pipeline.plan(Set.of(), false).lines())
                .containsExactly("first: stale, ratings changed"));
    }

    @Test
    void what_was_made_from_a_file_that_is_gone_stands_until_it_has_to_be_made_again() throws IOException {
        Path file = Files.writeString(directory.resolve("own.txt"), "x");
        Path titles = Files.writeString(directory.resolve("titles.txt"), "t");
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        List<Input> inputs = List.of(
                Input.external("ratings", "data.ratings", file.toString()),
                Input.optional("movies", titles.toString()));
        Stage second = new TestStage("second", "b", List.of(Input.of(new RunLayout.Artifact("first", "out.txt"))));
        Pipeline pipeline = new Pipeline(List.of(new TestStage("first", "a", inputs), second), run, Map.of());
        pipeline.run(Set.of(), false);
        Files.delete(file);
        Files.delete(titles);

        assertThat(pipeline.plan(Set.of(), false).lines())
                .containsExactly(
                        "first: fresh",
                        "first: warning, " + file + " is not there, taken as unchanged",
                        "second: fresh");
        pipeline.run(Set.of("second"), true);
        assertThat(ran).containsExactly("first", "second", "second");

        String problem = "data.ratings: expected a readable file, found " + file
                + ", which is missing; set data.ratings to another file";
        assertThatThrownBy(() -> pipeline.run(Set.of("first"), true))
                .isInstanceOf(UserError.class)
                .hasMessage(problem);
        assertThat(pipeline.plan(Set.of("first"), true).lines()).contains("first: refused, " + problem);
        assertThat(run.of("first").resolve("out.txt")).exists();
    }

    @Test
    void a_name_that_is_misspelt_is_not_taken_for_a_file_that_has_gone() throws IOException {
        Path file = Files.writeString(directory.resolve("own.txt"), "x");
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        Pipeline pipeline = ofRatings(run, file);
        pipeline.run(Set.of(), false);
        Path same = Files.writeString(directory.resolve("moved.txt"), "x");
        assertThat(ofRatings(run, same).plan(Set.of(), false).lines()).containsExactly("first: fresh");

        Path misspelt = directory.resolve("onw.txt");
        String problem = "data.ratings: expected a readable file, found " + misspelt
                + ", which is missing; set data.ratings to another file";
        assertThat(ofRatings(run, misspelt).plan(Set.of(), false).lines())
                .containsExactly("first: refused, " + problem);
        assertThatThrownBy(() -> ofRatings(run, misspelt).run(Set.of(), false))
                .isInstanceOf(UserError.class)
                .hasMessage(problem);
        assertThat(run.of("first").resolve("out.txt")).exists();
        assertThat(ran).containsExactly("first");
    }

    private Pipeline ofRatings(RunDirectory run, Path ratings) {
        List<Input> inputs = List.of(Input.external("ratings", "data.ratings", ratings.toString()));
        return new Pipeline(List.of(new TestStage("first", "a", inputs)), run, Map.of());
    }

    @Test
    void an_optional_file_that_comes_or_goes_makes_a_stage_stale() throws IOException {
        Path file = Files.writeString(directory.resolve("own.txt"), "x");
        Path titles = directory.resolve("titles.txt");
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        Pipeline pipeline = new Pipeline(
                List.of(new TestStage(
                        "first",
                        "a",
                        List.of(
                                Input.external("ratings", "data.ratings", file.toString()),
                                Input.optional("movies", titles.toString())))),
                run,
                Map.of());
        pipeline.run(Set.of(), false);
        assertThat(pipeline.plan(Set.of(), false).lines()).containsExactly("first: fresh");
        Files.writeString(titles, "t");
        assertThat(pipeline.plan(Set.of(), false).lines()).containsExactly("first: stale, input movies is new");
        pipeline.run(Set.of(), false);
        Files.delete(titles);
        assertThat(pipeline.plan(Set.of(), false).lines()).containsExactly("first: stale, input movies is gone");
    }

    private void run(Set<String> selected, boolean force, String text) throws IOException {
        pipeline(text).run(selected, force);
    }

    private List<String> plan(Set<String> selected, String text) throws IOException {
        return pipeline(text).plan(selected, false).lines();
    }

    private Pipeline pipeline(String text) {
        Stage first = new TestStage("first", text, List.of());
        Stage second = new TestStage("second", "!", List.of(Input.of(new RunLayout.Artifact("first", "out.txt"))));
        return new Pipeline(List.of(first, second), new RunDirectory(directory), Map.of("machine", "m"));
    }

    /** Writes its inputs' text and its own. */
    private final class TestStage implements Stage {

        private final String name;
        private final String text;
        private final List<Input> inputs;

        TestStage(String name, String text, List<Input> inputs) {
            this.name = name;
            this.text = text;
            this.inputs = inputs;
        }

        @Override
        public StageSpec spec() {
            return new StageSpec(name, version, new TreeMap<>(Map.of("text", text)), inputs, List.of("out.txt"), false);
        }

        @Override
        public void run(Inputs found, Optional<Path> previous, Path work) throws IOException {
            ran.add(name);
            fingerprints = found.fingerprints();
            StringBuilder out = new StringBuilder();
            for (Input input : inputs) {
                for (Path file : found.files(input.name())) { // none if it is an optional one that is missing
                    out.append(Files.readString(file));
                }
            }
            Files.writeString(work.resolve("out.txt"), out.append(text));
            if (text.equals("fail")) {
                throw new IOException("as asked");
            }
        }
    }
}
