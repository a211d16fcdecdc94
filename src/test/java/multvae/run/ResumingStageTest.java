package multvae.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stage that can go on from where it was cut short is given. */
final class ResumingStageTest {

    @TempDir
    private Path directory;

    @Test
    void a_resuming_stage_finds_its_files_after_a_failure_and_others_do_not() throws IOException {
        for (boolean resumes : List.of(true, false)) {
            Path run = Files.createDirectory(directory.resolve(String.valueOf(resumes)));
            ResumingStage stage = new ResumingStage(resumes);
            stage.fails = true;
            assertThatThrownBy(() -> run(run, stage, false)).hasMessage("as asked");
            stage.fails = false;
            run(run, stage, false);
            assertThat(stage.found).containsExactly(List.of(), resumes ? List.of("half.txt") : List.of());
        }
    }

    @Test
    void a_resuming_stage_is_given_its_verified_previous_outputs_when_something_changed() throws IOException {
        ResumingStage stage = new ResumingStage(true);
        run(directory, stage, false);
        stage.text = "b";
        run(directory, stage, false);
        Files.writeString(directory.resolve("only/out.txt"), "edited");
        stage.text = "c";
        run(directory, stage, false);
        assertThat(stage.previous).containsExactly("none", "a", "none");
        assertThat(stage.found).containsOnly(List.of());
    }

    @Test
    void a_forced_stage_is_given_neither() throws IOException {
        ResumingStage stage = new ResumingStage(true);
        run(directory, stage, false);
        stage.text = "b";
        stage.fails = true;
        assertThatThrownBy(() -> run(directory, stage, false)).hasMessage("as asked");
        stage.fails = false;
        run(directory, stage, true);
        assertThat(stage.previous).containsExactly("none", "a", "none");
        assertThat(stage.found).containsExactly(List.of(), List.of(), List.of());
    }

    @Test
    void a_resuming_stage_keeps_its_newest_attempt_at_something_else() throws IOException {
        ResumingStage stage = new ResumingStage(true);
        stage.fails = true;
        for (String text : List.of("old", "newest")) {
            stage.text = text;
            assertThatThrownBy(() -> run(directory, stage, false)).hasMessage("as asked");
            setBack(directory.resolve(".work"), text.equals("old") ? 2000 : 1000);
        }
        stage.fails = false;
        stage.text = "other";
        run(directory, stage, false);
        stage.text = "newest";
        run(directory, stage, false);
        stage.text = "old";
        run(directory, stage, false);
        assertThat(stage.found).containsExactly(List.of(), List.of(), List.of(), List.of("half.txt"), List.of());
    }

    private static void run(Path directory, Stage stage, boolean force) throws IOException {
        new Pipeline(List.of(stage), new RunDirectory(directory), Map.of()).run(Set.of(), force);
    }

    /** Makes what is there and has not been set back as old as a number of seconds. */
    private static void setBack(Path works, int seconds) throws IOException {
        try (Stream<Path> paths = Files.list(works)) {
            for (Path path : paths.toList()) {
                Instant modified = Files.getLastModifiedTime(path).toInstant();
                if (modified.isAfter(Instant.now().minusSeconds(900))) {
                    Files.setLastModifiedTime(path, FileTime.from(modified.minusSeconds(seconds)));
                }
            }
        }
    }

    /** Writes half.txt, fails where asked to, and writes out.txt. */
    private static final class ResumingStage implements Stage {

        private final boolean resumes;
        private final List<List<String>> found = new ArrayList<>();
        private final List<String> previous = new ArrayList<>();
        private String text = "a";
        private boolean fails;

        ResumingStage(boolean resumes) {
            this.resumes = resumes;
        }

        @Override
        public StageSpec spec() {
            return new StageSpec(
                    "only", 1, new TreeMap<>(Map.of("text", text)), List.of(), List.of("out.txt"), resumes);
        }

        @Override
        public void run(Inputs inputs, Optional<Path> before, Path work) throws IOException {
            previous.add(before.isPresent() ? Files.readString(before.get().resolve("out.txt")) : "none");
            try (Stream<Path> files = Files.list(work)) {
                found.add(files.map(file -> file.getFileName().toString()).toList());
            }
            Files.writeString(work.resolve("half.txt"), text);
            if (fails) {
                throw new IOException("as asked");
            }
            Files.writeString(work.resolve("out.txt"), text);
        }
    }
}
