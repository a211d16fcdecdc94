package multvae.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import multvae.ids.IdList;
import multvae.io.UserError;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainShardsTest {

    /** Of users b, a, d, c and e: {0, 3}, {}, {1}, {0, 1, 2}, {3}. */
    private static final CsrMatrix TRAIN =
            new CsrMatrix(4, new int[] {0, 2, 2, 3, 6, 7}, new int[] {0, 3, 1, 0, 1, 2, 3});

    private static final UserIndex USERS = new UserIndex(Map.of(
            Part.TRAIN, IdList.of(List.of("b", "a", "d", "c", "e")),
            Part.VALIDATION, IdList.of(List.of("v")),
            Part.TEST, IdList.of(List.of("t"))));

    @TempDir
    private Path directory;

    @BeforeEach
    void write() {
        CsrFile.write(directory.resolve("train.npz"), TRAIN);
    }

    private void requireShard(int shard, List<int[]> rows, String users) {
        Path file = directory.resolve("train-shards/0000" + shard + ".npz");
        CsrMatrix found = CsrFile.read(file, rows.size(), 4);
        for (int row = 0; row < rows.size(); row++) {
            assertThat(found.row(row)).containsExactly(rows.get(row));
        }
        assertThat(directory.resolve("train-shards/0000" + shard + "-users.csv"))
                .hasContent(users);
    }

    @Test
    void users_are_divided_in_their_order() throws IOException {
        TrainShards two = new TrainShards(2);
        two.write(directory, USERS, 4);
        requireShard(0, List.of(new int[] {0, 3}, new int[0], new int[] {1}), "row,userId\n0,b\n1,a\n2,d\n");
        requireShard(1, List.of(new int[] {0, 1, 2}, new int[] {3}), "row,userId\n0,c\n1,e\n");
        assertThat(two.artifacts())
                .hasSize(4)
                .allMatch(artifact -> Files.isRegularFile(directory.resolve(artifact.file())));
    }

    @Test
    void one_shard_is_the_matrix_itself() throws IOException {
        TrainShards one = new TrainShards(1);
        one.write(directory, USERS, 4);
        assertThat(one.artifacts()).isEmpty();
        assertThat(directory.resolve("train-shards")).doesNotExist();
    }

    @Test
    void a_shard_for_each_user_is_possible_and_one_more_is_refused() throws IOException {
        new TrainShards(5).write(directory, USERS, 4);
        requireShard(1, List.of(new int[0]), "row,userId\n0,a\n");
        requireShard(4, List.of(new int[] {3}), "row,userId\n0,e\n");
        assertThatThrownBy(() -> new TrainShards(6).write(directory, USERS, 4))
                .isInstanceOf(UserError.class)
                .hasMessage("preprocess.shards: expected at most as many as train users, found 6 for 5; lower it");
    }
}
