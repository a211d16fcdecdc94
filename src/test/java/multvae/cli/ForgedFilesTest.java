package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import multvae.cli.ForgedRun.Result;
import multvae.evaluation.Example;
import multvae.evaluation.Metrics;
import multvae.evaluation.PerUser;
import multvae.io.Json;
import multvae.io.UserError;
import multvae.matrix.CsrFile;
import multvae.matrix.ItemIndex;
import multvae.matrix.UserIndex;
import multvae.report.Page;
import multvae.report.StepLosses;
import multvae.report.TrainingPageState;
import multvae.run.Manifest;
import multvae.run.RunDirectory;
import multvae.serving.Query;
import multvae.serving.Recommender;
import multvae.split.SplitStatistics;
import multvae.testing.Attempts;
import multvae.testing.Attempts.Outcome;
import multvae.testing.Forgery;
import multvae.testing.SpecialFiles;
import multvae.testing.TrustTable;
import multvae.training.CheckpointReading;
import multvae.training.History;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stranger's files: each form that a run and a bundle hold, forged with every checksum right again, read by its reader and by the
 * commands. The worst that may come of it is a line and exit code 2.
 */
final class ForgedFilesTest {

    private static final int READINGS = TrustTable.count(100, 5_600); // of each form
    private static final int ATTEMPTS = TrustTable.count(80, 5_000);

    private interface Reading {
        void read(Path file) throws IOException;
    }

    @TempDir
    private static Path directory;

    private static ForgedRun run;

    @BeforeAll
    static void train() throws IOException {
        run = new ForgedRun(directory);
    }

    /** Readers by what they read, a file of the run. They do what follows from reading as well, if it depends on the content. */
    private static final Map<String, Reading> READERS = new LinkedHashMap<>();

    static {
        READERS.put("preprocess/statistics.json", SplitStatistics::read);
        READERS.put("preprocess/items.csv", ItemIndex::read);
        READERS.put("preprocess/users.csv", UserIndex::read);
        READERS.put("preprocess/train.npz", CsrFile::read);
        READERS.put("preprocess/test-fold-in.npz", CsrFile::read);
        READERS.put("train/history.csv", file -> Page.training(training(History.read(file))));
        READERS.put("evaluate/metrics.json", file -> Json.indented(Metrics.read(file)));
        READERS.put("evaluate/per-user.csv", file -> Json.line(PerUser.read(file)));
        READERS.put("evaluate/examples.json", Example::read);
        READERS.put("resolved.conf", file -> ConfigOptions.load(file, Map.of()));
    }

    private static TrainingPageState training(History history) {
        StepLosses losses = new StepLosses();
        losses.add(2);
        TrainingPageState.Now now = new TrainingPageState.Now(
                3, 9, 0, OptionalDouble.of(2), 0.5, history.epochs().get(0).learningRate(), OptionalDouble.of(1));
        return new TrainingPageState("run", "data", 9, 9, ModelType.MULT_VAE, true, history, losses, now);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preprocess/statistics.json",
                "preprocess/items.csv",
                "preprocess/users.csv",
                "preprocess/train.npz",
                "preprocess/test-fold-in.npz",
                "train/history.csv",
                "evaluate/metrics.json",
                "evaluate/per-user.csv",
                "evaluate/examples.json",
                "resolved.conf"
            })
    void a_reader_reads_or_refuses_in_a_line(String name) throws Exception {
        byte[] sound = Files.readAllBytes(run.sound().resolve(name));
        Path file = directory.resolve(name.substring(name.indexOf('/') + 1));
        Attempts.make(name, READINGS, forger -> {
                    Files.write(file, forger.forge(name, sound));
                    return outcome(() -> READERS.get(name).read(file));
                })
                .assertHarmless();
    }

    @Test
    void a_manifest_is_read_or_refused_in_a_line() throws Exception {
        byte[] sound = Files.readAllBytes(run.sound().resolve("evaluate/manifest.json"));
        Path root = directory.resolve("manifest-alone");
        Path stage = Files.createDirectories(root.resolve("evaluate"));
        Attempts.make("manifest.json", READINGS, forger -> {
                    Files.write(stage.resolve("manifest.json"), forger.forge("manifest.json", sound));
                    Forgery.seal(root);
                    return outcome(() -> Json.line(Manifest.read(stage)));
                })
                .assertHarmless();
    }

    @Test
    void what_names_the_run_of_a_trial_is_read_or_refused_in_a_line() throws Exception {
        Path trial = Files.createDirectories(directory.resolve("up/sweep/a=1"));
        byte[] sound = "../..\nfetch\npreprocess\n".getBytes(StandardCharsets.UTF_8);
        Attempts.make("shared.txt", READINGS, forger -> {
                    Files.write(trial.resolve("shared.txt"), forger.forge("shared.txt", sound));
                    return outcome(() -> {
                        Path shared = RunDirectory.at(trial).of("fetch");
                        assertThat(directory
                                        .toAbsolutePath()
                                        .resolve(shared)
                                        .normalize()
                                        .toString())
                                .endsWith("fetch");
                    });
                })
                .assertHarmless();
    }

    @Test
    void a_checkpoint_is_resumed_from_or_skipped() throws Exception {
        Path sound = run.sound().resolve("train/checkpoint");
        List<String> files = ForgedRun.files(sound).stream()
                .filter(name -> !name.endsWith(".crc32c"))
                .toList();
        Path root = directory.resolve("checkpoint-alone");
        Attempts.make("checkpoint.json and its arrays", READINGS, forger -> {
                    Path copy = ForgedRun.copy(
                            sound,
                            Files.createDirectories(root.resolve("train")).resolve("checkpoint"));
                    Path file = copy.resolve(forger.below(3) == 0 ? forger.any(files) : json(files));
                    Files.write(file, forger.forge(file.toString(), Files.readAllBytes(file)));
                    Forgery.seal(root);
                    return CheckpointReading.isWhole(copy) ? Outcome.READ : Outcome.REFUSED;
                })
                .assertHarmless();
    }

    private static String json(List<String> files) {
        return files.stream().filter(name -> name.endsWith(".json")).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundle.json", "items.csv", "popularity.csv", "weights.safetensors"})
    void a_bundle_is_opened_and_asked_or_refused_in_a_line(String name) throws Exception {
        byte[] sound = Files.readAllBytes(run.bundle().resolve(name));
        Attempts.make("a bundle's " + name, READINGS, forger -> {
                    Path bundle = ForgedRun.copy(run.bundle(), directory.resolve("bundle-forged"));
                    Files.write(bundle.resolve(name), forger.forge(name, sound));
                    Forgery.seal(bundle);
                    return outcome(() -> {
                        try (Recommender recommender = Recommender.open(bundle)) {
                            Json.line(recommender.recommend(
                                    new Query(List.of("100", "105"), 5, List.of(), Optional.empty(), false, true)));
                        }
                    });
                })
                .assertHarmless();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preprocess.ratingThreshold",
                "data.charset",
                "data.duplicates",
                "data.format",
                "data.header",
                "data.separator",
                "data.columns.rating"
            })
    void no_value_of_a_bundle_is_taken_from_the_environment(String key) throws IOException {
        Path users = Files.writeString(directory.resolve("strangers.csv"), "1,100,5\n1,105,5\n");
        Path bundle = ForgedRun.copy(run.bundle(), directory.resolve("bundle-forged"));
        for (String forged : List.of("${PATH}", "x${PATH}", "[${PATH}]")) {
            Forgery.edit(bundle.resolve("bundle.json"), fields -> fields.withObject("/configuration")
                    .put(key, forged));
            Forgery.seal(bundle);
            Result result = usersOf(bundle, users);
            assertThat(result.exitCode()).isEqualTo(Failures.USER_ERROR);
            assertThat(result.errors()).contains(forged).doesNotContain(System.getenv("PATH"));
        }
        Forgery.edit(bundle.resolve("bundle.json"), fields -> fields.withObject("/configuration")
                .putNull(key));
        Forgery.seal(bundle);
        Result result = usersOf(bundle, users);
        assertThat(result.exitCode()).as(result.errors()).isZero();
    }

    private static Result usersOf(Path bundle, Path users) {
        return ForgedRun.program(
                "recommend",
                "--run",
                bundle.toString(),
                "--users",
                users.toString(),
                "--out",
                directory.resolve("strangers.jsonl").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"popularity", "item-knn", "ease", "edlae", "ials"})
    void a_bundle_of_a_baseline_is_opened_and_asked_or_refused_in_a_line(String model) throws Exception {
        Path whole = directory.resolve("bundle-" + model);
        assertThat(ForgedRun.program(
                                "bundle", "--run", run.sound().toString(), "--to", whole.toString(), "--model", model)
                        .exitCode())
                .isZero();
        String name = "weights.safetensors";
        byte[] sound = Files.readAllBytes(whole.resolve(name));
        Attempts.make("a bundle's " + name + " of " + model, READINGS, forger -> {
                    Path bundle = ForgedRun.copy(whole, directory.resolve("bundle-forged"));
                    Files.write(bundle.resolve(name), forger.forge(name, sound));
                    Forgery.seal(bundle);
                    return outcome(() -> {
                        try (Recommender recommender = Recommender.open(bundle)) {
                            Json.line(recommender.recommend(
                                    new Query(List.of("100", "105"), 5, List.of(), Optional.empty(), false, true)));
                        }
                    });
                })
                .assertHarmless();
    }

    /**
     * A command and what it reads.
     *
     * @param arguments RUN in them is the forged run
     * @param reads what the names of the files that it reads match
     */
    private record Command(List<String> arguments, Pattern reads) {

        Command(String arguments, String reads) {
            this(List.of(arguments.split(" ", -1)), Pattern.compile(reads));
        }

        Result run(Path forged) {
            return ForgedRun.program(arguments.stream()
                    .map(argument ->
                            argument.replace("SOUND", run.sound().toString()).replace("RUN", forged.toString()))
                    .toArray(String[]::new));
        }

        @Override
        public String toString() {
            return String.join(" ", arguments);
        }
    }

    private static final List<Command> COMMANDS = List.of(
            new Command("inspect RUN", "resolved.conf|.*/manifest.json"),
            new Command("inspect RUN --json", "resolved.conf|.*/manifest.json"),
            new Command("plan --config RUN/resolved.conf -Drun.directory=RUN", "resolved.conf|.*/manifest.json"),
            new Command("inspect RUN preprocess", "preprocess/(manifest.json|statistics.json|items.csv|train.npz)"),
            new Command(
                    "inspect RUN preprocess --json", "preprocess/(manifest.json|statistics.json|items.csv|train.npz)"),
            new Command("inspect RUN preprocess --user 7", "preprocess/(?!statistics).*"),
            new Command("inspect RUN preprocess --user 7 --json", "preprocess/(?!statistics).*"),
            new Command("inspect RUN items", "preprocess/(manifest.json|items.csv|train.npz)"),
            new Command("inspect RUN items --find film --json", "preprocess/(manifest.json|items.csv|train.npz)"),
            new Command("inspect RUN train", "train/(manifest.json|history.csv)"),
            new Command("inspect RUN train --json", "train/(manifest.json|history.csv)"),
            new Command("inspect RUN evaluate", "evaluate/(manifest.json|metrics.json|per-user.csv)"),
            new Command("inspect RUN evaluate --json", "evaluate/(manifest.json|metrics.json|per-user.csv)"),
            new Command("diff RUN SOUND", ".*/manifest.json|evaluate/per-user.csv"),
            new Command("diff SOUND RUN --json", ".*/manifest.json|evaluate/per-user.csv"),
            new Command("recommend --run RUN --likes 100 --explain", "(preprocess|train)/.*(json|csv|npz|safetensors)"),
            new Command("recommend --run RUN --likes 100 --json", "(preprocess|train)/.*(json|csv|npz|safetensors)"),
            new Command("bundle --run RUN --to RUN/bundle", "(preprocess|train)/.*(json|csv|npz|safetensors)"),
            new Command(
                    "run --config SOUND/resolved.conf -Drun.directory=RUN --stage evaluate --force",
                    "preprocess/.*|[a-z]+/manifest.json"),
            new Command(
                    "run --config SOUND/resolved.conf -Drun.directory=RUN --stage report --force",
                    "preprocess/.*|(train|evaluate)/.*(json|csv)"));

    @Test
    void a_command_shows_a_run_or_refuses_it_in_a_line() throws Exception {
        Path copy = directory.resolve("run-forged");
        Attempts.make("a run's files, by a command", ATTEMPTS, forger -> {
                    ForgedRun.copy(run.sound(), copy);
                    Command command = forger.any(COMMANDS);
                    Path file = copy.resolve(forger.any(filesOf(command)));
                    Files.write(file, forger.forge(file.toString(), Files.readAllBytes(file)));
                    Forgery.seal(copy);
                    return outcome(command.run(copy));
                })
                .assertHarmless();
    }

    private static List<String> filesOf(Command command) throws IOException {
        List<String> files = ForgedRun.files(run.sound()).stream()
                .filter(name -> !name.contains("checkpoint"))
                .filter(name -> command.reads.matcher(name).matches())
                .toList();
        assertThat(files).as(command.toString()).isNotEmpty();
        return files;
    }

    /** A directory, a pipe that nobody writes to, a device without an end, a link to itself, no bytes, a terabyte of zeros. */
    @Test
    void what_is_no_file_of_the_run_is_refused_in_a_line_and_at_once() throws Exception {
        Path copy = directory.resolve("run-special");
        List<Special> specials = new ArrayList<>();
        for (SpecialFiles special : SpecialFiles.values()) {
            specials.add(special::make);
        }
        specials.add(at -> Files.createSymbolicLink(at, at.getFileName()));
        specials.add(Files::createFile);
        specials.add(at -> {
            try (RandomAccessFile sparse = new RandomAccessFile(at.toFile(), "rw")) {
                sparse.setLength(1L << 40);
            }
        });
        record Case(Command command, String file, Special special) {}
        List<Case> cases = new ArrayList<>();
        for (Command command : COMMANDS) {
            for (String file : filesOf(command)) {
                specials.forEach(special -> cases.add(new Case(command, file, special)));
            }
        }
        int stride = 7919; // a prime: some cases of all kinds before all of them
        int count = TrustTable.count(60, cases.size());
        Attempts.make("no file where a run has one", count, forger -> {
                    Case one = cases.get((int) ((long) stride * forger.attempt() % cases.size()));
                    ForgedRun.copy(run.sound(), copy);
                    Files.delete(copy.resolve(one.file));
                    one.special.make(copy.resolve(one.file));
                    return outcome(one.command.run(copy));
                })
                .assertHarmless();
    }

    private interface Special {
        void make(Path at) throws IOException, InterruptedException;
    }

    /** Titles and ids of a stranger, as text and as JSON; what is safe in them is there. */
    @Test
    void no_control_character_of_a_title_or_an_id_reaches_the_terminal() throws IOException {
        String unsafe = "\u001b[2J\u0007\u009b31m\u202eabc\u2066\u2028\u0085";
        Path copy = ForgedRun.copy(run.sound(), directory.resolve("run-titles"));
        Path items = copy.resolve("preprocess/items.csv");
        Files.writeString(
                items, Files.readString(items).replace("Film", "F" + unsafe).replace(",107,", ",1" + unsafe + ","));
        Path perUser = copy.resolve("evaluate/per-user.csv");
        Files.writeString(perUser, Files.readString(perUser).replaceAll("\n(\\d)", "\n" + unsafe + "$1"));
        Path conf = copy.resolve("resolved.conf");
        Files.writeString(
                conf,
                Files.readString(conf) + "\ndata.titles = \"t\\u001b\\u009b\\u202e\"\nmodel.pDims = \"x\\u202e\"\n");
        Forgery.seal(copy);
        for (String arguments : List.of(
                "inspect RUN items",
                "inspect RUN items --json",
                "inspect RUN preprocess",
                "inspect RUN evaluate",
                "inspect RUN evaluate --json",
                "diff RUN SOUND",
                "inspect RUN",
                "recommend --run RUN --likes 100 --explain",
                "recommend --run RUN --likes 100 --explain --json",
                "recommend --run RUN --likes 1" + unsafe + " --top 3",
                "recommend --run RUN --likes nothing" + unsafe)) {
            Result result = new Command(arguments, "").run(copy);
            outcome(result); // there are none
            if (arguments.contains("items") || arguments.contains("--likes 100")) {
                assertThat(result.output())
                        .as(arguments)
                        .contains(arguments.contains("json") ? "F\\u001B[2J" : "F?[2J?31m?abc?");
            }
        }
    }

    private static Outcome outcome(Result result) {
        String shown = result.errors() + result.output();
        assertThat(shown)
                .doesNotContain("\tat ")
                .doesNotContainPattern("[\\p{Cc}\\p{Cs}\\u2028-\\u202E\\u2066-\\u2069&&[^\n]]");
        assertThat(result.exitCode()).as(shown).isIn(0, Failures.USER_ERROR);
        if (result.exitCode() == 0) {
            return Outcome.READ;
        }
        assertThat(result.errors()).isNotBlank();
        return Outcome.REFUSED;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** As the command line would end: what a library throws may be a user's error too. */
    private static Outcome outcome(Work work) {
        try {
            work.run();
            return Outcome.READ;
        } catch (IOException | RuntimeException e) {
            UserError error = Failures.userError(e).orElseThrow(() -> new AssertionError("a stack trace", e));
            assertThat(error.getMessage())
                    .doesNotContainPattern("[\\p{Cc}\\p{Cs}\\u2028-\\u202E\\u2066-\\u2069&&[^\n]]");
            return Outcome.REFUSED;
        }
    }
}
