package multvae.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import multvae.ids.IdList;
import multvae.matrix.Part;
import multvae.ratings.EventList;
import multvae.split.SplitStatistics.Quantiles;
import org.junit.jupiter.api.Test;

final class PublishedFileTest {

    /** Two train users, a validation and a test user, three items: the files are written out by hand below. */
    private static Split tiny(String type) {
        Quantiles any = new Quantiles(1, 1, 1, 1, 1);
        return new Split(
                Map.of(
                        Part.TRAIN, new Split.Users(IdList.of(List.of("9", "8")), 0),
                        Part.VALIDATION, new Split.Users(IdList.of(List.of("7")), 2),
                        Part.TEST, new Split.Users(IdList.of(List.of("11")), 3)),
                IdList.of(List.of("318", "2", "é")),
                events(new int[] {1, 0, 1}, new int[] {0, 1, 2}),
                new Split.HeldOut(events(new int[] {2, 2}, new int[] {2, 0}), events(new int[] {2}, new int[] {1})),
                new Split.HeldOut(events(new int[] {3}, new int[] {2}), events(new int[0], new int[0])),
                new SplitStatistics(type, 7, 0, 7, 7, 4, 3, 3, 0.5, 0, any, any));
    }

    private static EventList events(int[] users, int[] items) {
        return new EventList(users, items);
    }

    private static final Map<PublishedFile, String> TEXTS = Map.of(
            PublishedFile.TRAIN, "uid,sid\n1,0\n0,1\n1,2\n",
            PublishedFile.VALIDATION_FOLD_IN, "uid,sid\n2,2\n2,0\n",
            PublishedFile.VALIDATION_HELD_OUT, "uid,sid\n2,1\n",
            PublishedFile.TEST_FOLD_IN, "uid,sid\n3,2\n",
            PublishedFile.TEST_HELD_OUT, "uid,sid\n",
            PublishedFile.ITEMS, "318\n2\né\n");

    @Test
    void a_files_bytes_are_those_of_the_notebooks_file() throws IOException {
        for (PublishedFile file : PublishedFile.values()) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            file.write(tiny("users"), written);
            assertThat(written.toString(StandardCharsets.UTF_8)).as(file.file()).isEqualTo(TEXTS.get(file));
        }
    }

    @Test
    void a_files_id_is_the_sha_1_of_its_length_and_its_bytes() throws Exception {
        for (PublishedFile file : PublishedFile.values()) {
            byte[] bytes = TEXTS.get(file).getBytes(StandardCharsets.UTF_8);
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
            assertThat(file.gitBlob(tiny("users")))
                    .as(file.file())
                    .isEqualTo(HexFormat.of().formatHex(sha1.digest(bytes)));
        }
    }

    @Test
    void there_are_no_such_files_of_another_split() {
        assertThatThrownBy(() -> PublishedFile.TRAIN.gitBlob(tiny("time")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("train.csv of a split by time");
    }
}
