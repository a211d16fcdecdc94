package multvae.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.error.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PipelineTest {

    private final List<String> ran = new ArrayList<>();

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
                .hasMessageContaining("found stale or damaged ones; run with -Dstage=first,second");
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

    @Test
    void a_damaged_manifest_is_named_and_force_makes_it_again() throws IOException {
        run(Set.of(), false, "a");
        Path manifest = directory.resolve("first/manifest.json");
        Files.writeString(manifest, "{");
        assertThatThrownBy(() -> run(Set.of(), false, "a"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(manifest + ": expected a stage's manifest")
                .hasMessageEndingWith("-Dforce=true");
        run(Set.of(), true, "a");
        assertThat(ran).containsExactly("first", "second", "first", "second");
    }

    @Test
    void a_second_lock_on_the_directory_names_the_holder() throws IOException {
        RunDirectory run = new RunDirectory(directory);
        try (RunLock held = RunLock.take(run)) {
            assertThatThrownBy(() -> RunLock.take(run))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        RunLock.take(run).close();
    }

    private void run(Set<String> selected, boolean force, String text) throws IOException {
        Stage first = new TestStage("first", text, List.of());
        Stage second = new TestStage("second", "!", List.of(Input.of("first", "out.txt")));
        new Pipeline(List.of(first, second), new RunDirectory(directory), Map.of()).run(selected, force);
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
        public String name() {
            return name;
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public SortedMap<String, Object> slice() {
            return new TreeMap<>(Map.of("text", text));
        }

        @Override
        public List<Input> inputs() {
            return inputs;
        }

        @Override
        public List<String> outputs() {
            return List.of("out.txt");
        }

        @Override
        public void run(Inputs found, Optional<Path> previous, Path work) throws IOException {
            ran.add(name);
            StringBuilder out = new StringBuilder();
            for (Input input : inputs) {
                out.append(Files.readString(found.path(input.name())));
            }
            Files.writeString(work.resolve("out.txt"), out.append(text));
            if (text.equals("fail")) {
                throw new IOException("as asked");
            }
        }
    }
}
