package multvae.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import multvae.ids.IdList;
import org.junit.jupiter.api.Test;

final class AllEventsTest {

    private static List<List<Integer>> rows(CsrMatrix matrix) {
        return IntStream.range(0, matrix.rows())
                .mapToObj(row -> IntStream.range(matrix.rowStart(row), matrix.rowStart(row + 1))
                        .mapToObj(matrix::column)
                        .toList())
                .toList();
    }

    private static UserIndex users(List<String> train, List<String> validation) {
        return new UserIndex(Map.of(
                Part.TRAIN, IdList.of(train),
                Part.VALIDATION, IdList.of(validation),
                Part.TEST, IdList.of(List.of())));
    }

    @Test
    void validation_events_join_their_users_and_other_users_follow() {
        CsrMatrix train = new CsrMatrix(5, new int[] {0, 2, 3}, new int[] {1, 3, 0});
        CsrMatrix foldIn = new CsrMatrix(5, new int[] {0, 1, 3}, new int[] {4, 1, 3});
        CsrMatrix heldOut = new CsrMatrix(5, new int[] {0, 1, 2}, new int[] {2, 0});
        assertThat(rows(AllEvents.of(train, foldIn, heldOut, users(List.of("a", "b"), List.of("c", "a")))))
                .containsExactly(List.of(0, 1, 3), List.of(0), List.of(2, 4));
    }
}
