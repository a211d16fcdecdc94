package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import multvae.split.SplitStatistics;
import multvae.training.StopRequest;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of docs/data.md, run on made-up files of its form. The page's directory of files is replaced by the test's,
 * the run goes there too, ten users are held out, and only fetch and preprocess run: what is under test is how data is read.
 */
final class DocumentedDataTest {

    private static final String POSTGRES = "A table of PostgreSQL"; // DocumentedPostgresTest has it

    @TempDir
    private Path directory;

    /** The arguments of a command of the page. */
    static String[] arguments(String command, Path directory) throws IOException {
        Path config = Files.writeString(directory.resolve("own.conf"), DataPage.ownConf() + "\n");
        List<String> arguments = new ArrayList<>();
        for (String argument : DataPage.arguments(command)) {
            arguments.add(
                    argument.equals("own.conf") ? config.toString() : argument.replace(DataPage.MINE, directory + "/"));
        }
        arguments.addAll(List.of(
                "-Drun.directory=" + directory.resolve("run"),
                "-Dpreprocess.heldOutUsers=10",
                "--stage",
                "fetch,preprocess"));
        return arguments.toArray(String[]::new);
    }

    private void run(String command) throws IOException {
        assertThat(Commands.execute(new StopRequest(), arguments(command, directory)))
                .as(command)
                .isZero();
    }

    static void assertRead(Path run, OwnData.Expected expected) throws IOException {
        SplitStatistics statistics = SplitStatistics.read(run.resolve("preprocess/statistics.json"));
        assertThat(statistics.ratings()).as("rows").isEqualTo(expected.rows());
        assertThat(statistics.repeated()).as("repeated").isEqualTo(expected.repeated());
        assertThat(statistics.events()).as("events").isEqualTo(expected.events());
        assertThat(statistics.users()).as("users").isEqualTo(expected.users());
        assertThat(statistics.itemsBeforeTrain()).isEqualTo(expected.titles().size());
        assertThat(titles(run)).isEqualTo(expected.titles());
    }

    /** Those of items.csv, by raw id. */
    private static Map<String, String> titles(Path run) throws IOException {
        Map<String, String> titles = new HashMap<>();
        try (CSVParser rows =
                CSVParser.parse(run.resolve("preprocess/items.csv"), StandardCharsets.UTF_8, CSVFormat.DEFAULT)) {
            rows.stream().skip(1).forEach((CSVRecord row) -> titles.put(row.get(1), row.get(2)));
        }
        return titles;
    }

    static List<List<String>> forms() throws IOException {
        return DataPage.table("Forms of data").stream()
                .filter(row -> !row.get(0).equals(POSTGRES))
                .toList();
    }

    @Test
    void each_form_is_on_the_page_once() throws IOException {
        assertThat(forms().stream().map(row -> row.get(0)))
                .hasSize(17)
                .hasSameSizeAs(new OwnDataForms(directory).all());
        assertThat(DataPage.table("Forms of data")).hasSize(18);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void the_command_of_a_form_reads_it(List<String> row) throws IOException {
        OwnData form = new OwnDataForms(directory)
                .all().stream()
                        .filter(one -> row.get(0).startsWith(one.data()))
                        .reduce((one, other) -> {
                            throw new AssertionError("two forms for " + row);
                        })
                        .orElseThrow();
        if (!row.get(1).isEmpty()) {
            String shown = row.get(1).replace(" TAB ", "\t");
            String written = form.lines().get(0);
            assertThat(shape(written)).isEqualTo(shape(shown));
            if (!form.header().isEmpty()) {
                assertThat(written).isEqualTo(shown);
            }
        }
        form.files().write(form.lines());
        run(row.get(2));
        assertRead(directory.resolve("run"), form.expected());
    }

    /** Its columns, without what is in them. */
    private static String shape(String line) {
        return line.replaceAll("[^\t,;:{} ]+", "x").replaceAll("x( x)+", "x x");
    }

    @Test
    void the_other_commands_run_too() throws IOException {
        OwnData form = new OwnDataForms(directory).movieLens();
        form.files().write(form.lines());
        Files.writeString(directory.resolve("titles.csv"), "movieId,title\n101,\"Another, title\"\n");
        for (String part : List.of("train", "validation", "test")) {
            List<String> lines = new ArrayList<>(List.of(form.header()));
            for (OwnData.Row row : form.rows()) {
                int k = row.number() % 10;
                if (part.equals(k < 6 ? "train" : k < 8 ? "validation" : "test")) {
                    lines.add(form.line().apply(row));
                }
            }
            Files.write(directory.resolve(part + ".csv"), lines);
        }
        List<String> commands = DataPage.indented("./multvae ");
        assertThat(commands).hasSize(9);
        for (String command : commands) {
            run(command);
            SplitStatistics statistics = SplitStatistics.read(directory.resolve("run/preprocess/statistics.json"));
            String split =
                    command.contains("split.type=") ? command.replaceAll(".*split\\.type=([a-z]+).*", "$1") : "users";
            assertThat(statistics.split()).as(command).isEqualTo(split);
            assertThat(statistics.events())
                    .as(command)
                    .isEqualTo(form.expected().events());
            assertThat(titles(directory.resolve("run")).get("101"))
                    .isEqualTo(
                            command.contains("data.titles")
                                    ? "Another, title"
                                    : split.equals("given") ? "" : "Film, the 1th");
        }
    }

    @Test
    void the_row_that_counts_is_the_documented_one() throws IOException {
        List<String> rows = new ArrayList<>(DataPage.indented("ann,"));
        assertThat(rows).hasSize(3);
        for (List<String> choice : DataPage.table("Repeated pairs")) {
            assertThat(eventsOf(choice.get(0), rows))
                    .as(choice.get(0))
                    .isEqualTo(choice.get(2).isEmpty() ? -1 : 1);
        }
        rows.set(2, "ann,tea,1");
        assertThat(eventsOf("last", rows)).isZero();
    }

    /** How many events ann has with tea, beside those of other users; -1 if it is an error. */
    private int eventsOf(String duplicates, List<String> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of("user,item,rating"));
        lines.addAll(rows);
        for (int user = 0; user < 30; user++) {
            lines.add("user" + user + ",tea,5");
            lines.add("user" + user + ",milk,5");
        }
        Path file = Files.write(directory.resolve("tea.csv"), lines);
        int exitCode = Commands.execute(
                new StopRequest(),
                arguments(
                        "run --config own.conf -Ddata.ratings=" + file
                                + " -Dpreprocess.minUserEvents=0 -Ddata.duplicates=" + duplicates,
                        directory));
        return exitCode != 0
                ? -1
                : SplitStatistics.read(directory.resolve("run/preprocess/statistics.json"))
                                .events()
                        - 60;
    }

    static List<List<String>> badInputs() throws IOException {
        return DataPage.table("What bad input gets");
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void a_bad_input_gets_the_documented_line(List<String> row) throws IOException {
        Path file = Files.writeString(directory.resolve("data.csv"), row.get(0).translateEscapes());
        String command = "run --config own.conf -Ddata.ratings=" + file + " "
                + row.get(1).replace("FILE", file.toString());
        String[] arguments = Stream.concat(
                        Stream.of(arguments(command.strip(), directory)),
                        Stream.of("-Dpreprocess.heldOutUsers=1", "-Dpreprocess.minUserEvents=0"))
                .filter(argument -> !argument.equals("-Dpreprocess.heldOutUsers=10"))
                .toArray(String[]::new);
        try (ErrorLog log = new ErrorLog()) {
            assertThat(Commands.execute(new StopRequest(), arguments)).isEqualTo(Failures.USER_ERROR);
            assertThat(log.errors().replace(file.toString(), "FILE")).isEqualTo(row.get(2));
        }
    }
}
