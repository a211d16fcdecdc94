package multvae.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveSourceTest {

    private static final ArchiveSource ORIGIN =
            new ArchiveSource("http://127.0.0.1/a.zip", Optional.of("\"v\""), OptionalLong.of(1000));

    private static HttpHeaders headers(String... namesAndValues) {
        Map<String, List<String>> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return HttpHeaders.of(map, (name, value) -> true);
    }

    private static boolean continued(String contentRange, String etag) {
        return ORIGIN.isContinuedBy(headers("Content-Range", contentRange, "ETag", etag), 400);
    }

    @Test
    void only_the_same_version_from_the_byte_asked_for_continues() {
        assertThat(continued("bytes 400-999/1000", "\"v\"")).isTrue();
        assertThat(continued("bytes 400-999/*", "\"v\"")).isTrue();
        assertThat(continued("bytes 399-999/1000", "\"v\"")).isFalse();
        assertThat(continued("bytes 401-999/1000", "\"v\"")).isFalse();
        assertThat(continued("bytes 0-999/1000", "\"v\"")).isFalse();
        assertThat(continued("bytes 400-1000/1001", "\"v\"")).isFalse();
        assertThat(continued("bytes 400-999/1000", "\"w\"")).isFalse();
        assertThat(continued("lines 400-999/1000", "\"v\"")).isFalse();
    }

    @Test
    void a_server_may_leave_the_version_out_but_not_the_range() {
        assertThat(ORIGIN.isContinuedBy(headers("Content-Range", "bytes 400-999/1000"), 400))
                .isTrue();
        assertThat(ORIGIN.isContinuedBy(headers("ETag", "\"v\""), 400)).isFalse();
    }

    @Test
    void a_file_of_unknown_size_and_version_is_remembered_as_such(@TempDir Path temp) throws Exception {
        ArchiveSource unknown = new ArchiveSource("http://127.0.0.1/a.zip", Optional.empty(), OptionalLong.empty());
        for (ArchiveSource origin : List.of(ORIGIN, unknown)) {
            origin.write(temp.resolve("origin"));
            assertThat(ArchiveSource.read(temp.resolve("origin"))).contains(origin);
        }
        assertThat(ArchiveSource.read(temp.resolve("none"))).isEmpty();
    }
}
