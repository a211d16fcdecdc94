package multvae.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import multvae.config.Settings;
import multvae.download.DownloadProgress;
import multvae.run.Pipeline;
import multvae.run.Plan;
import multvae.run.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FetchInputsTest {

    private static final String QUERY = "select 1 as user_id, 2 as item_id";

    @TempDir
    private Path directory;

    private Pipeline fetch(String... more) {
        Map<String, String> keys = new TreeMap<>(Map.of("data.query", QUERY));
        for (int k = 0; k < more.length; k += 2) {
            keys.put(more[k], more[k + 1]);
        }
        Settings settings = Settings.withoutFile("run", keys, List.of("ml-latest-small"));
        return new Pipeline(
                List.of(new FetchStage(settings, DownloadProgress.NONE)),
                new RunDirectory(directory.resolve("run")),
                Map.of());
    }

    private static boolean isFresh(Plan plan) {
        return plan.steps().get(0).judgement().isFresh();
    }

    @Test
    void other_titles_do_not_ask_a_database_again() throws IOException {
        fetch().run(Set.of(), false);
        Path titles = Files.writeString(directory.resolve("titles.csv"), "item_id,title\n2,A\n");
        assertThat(isFresh(fetch("data.titles", titles.toString()).plan(Set.of(), false)))
                .isTrue();
        assertThat(isFresh(fetch("data.query", QUERY + ", 5 as rating").plan(Set.of(), false)))
                .isFalse();
    }

    @Test
    void files_of_a_given_split_are_fetchs_inputs_whatever_the_query() throws IOException {
        Path part = Files.writeString(directory.resolve("part.csv"), "user,item\n1,2\n");
        String[] given = {
            "preprocess.split.type", "given",
            "preprocess.split.train", part.toString(),
            "preprocess.split.test", part.toString()
        };
        fetch(given).run(Set.of(), false);
        assertThat(isFresh(fetch(given).plan(Set.of(), false))).isTrue();
        Files.writeString(part, "user,item\n1,3\n");
        assertThat(isFresh(fetch(given).plan(Set.of(), false))).isFalse();
    }
}
