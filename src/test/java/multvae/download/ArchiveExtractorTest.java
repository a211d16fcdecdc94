package multvae.download;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import multvae.io.UserError;
import multvae.ratings.Dataset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveExtractorTest {

    private static final Dataset DATASET = TestArchive.datasetOf(new byte[0]);

    /** Offsets within a central directory header, PKWARE's APPNOTE 4.3.12. */
    private static final int CRC = 16;

    private static final int COMPRESSED_SIZE = 20;
    private static final int SIZE = 24;

    private Path archive;
    private Path directory;

    @BeforeEach
    void begin(@TempDir Path temp) throws IOException {
        archive = temp.resolve("ml-test.zip");
        directory = Files.createDirectory(temp.resolve("work"));
    }

    /** Returns the ratings. */
    private Path extract(byte[] zip) throws IOException, InterruptedException {
        Files.write(archive, zip);
        new ArchiveExtractor().extract(archive, DATASET, directory);
        return directory.resolve("ratings.csv");
    }

    private void assertRefused(byte[] zip, String... parts) {
        assertThatThrownBy(() -> extract(zip))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(archive.toString())
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
        assertThat(directory).isEmptyDirectory();
    }

    private static Map<String, byte[]> ratingsAnd(String name, byte[] content) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("ml-test/ratings.csv", TestArchive.bytes(TestArchive.RATINGS));
        entries.put(name, content);
        return entries;
    }

    @Test
    void ratings_titles_and_readme_are_unpacked_flat_and_nothing_else() throws Exception {
        assertThat(extract(TestArchive.zip(1))).hasContent(TestArchive.RATINGS);
        assertThat(directory.resolve("movies.csv")).hasContent(TestArchive.MOVIES);
        assertThat(directory.resolve("README.txt")).hasContent(TestArchive.README);
        assertThat(directory.toFile().list()).hasSize(3);
    }

    @Test
    void every_kind_of_movielens_archive_is_unpacked_by_its_own_names() throws Exception {
        // ml-10m's archive has its files in ml-10M100K/ and an HTML README
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("ml-10M100K/README.html", new byte[] {1});
        entries.put("ml-10M100K/movies.dat", new byte[] {2});
        entries.put("ml-10M100K/ratings.dat", new byte[] {3});
        Files.write(archive, TestArchive.zip(entries));
        Dataset ml10m = Dataset.named("ml-10m").orElseThrow();
        new ArchiveExtractor().extract(archive, ml10m, directory);
        assertThat(directory.resolve("ratings.dat")).hasBinaryContent(new byte[] {3});
        assertThat(directory.resolve("movies.dat")).hasBinaryContent(new byte[] {2});
        assertThat(directory.resolve("README.html")).hasBinaryContent(new byte[] {1});
    }

    @Test
    void titles_and_readme_may_be_missing() throws Exception {
        extract(TestArchive.zip(ratingsAnd("README.txt", new byte[1])));
        assertThat(directory.toFile().list()).containsExactly("ratings.csv");
    }

    @Test
    void what_an_earlier_attempt_left_is_written_over() throws Exception {
        Files.writeString(directory.resolve("ratings.csv"), "x".repeat(10_000));
        assertThat(extract(TestArchive.zip(1))).hasContent(TestArchive.RATINGS);
    }

    @Test
    void an_archive_without_ratings_says_what_it_has() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (String name : List.of("a", "b", "c", "d", "e", "f", "g")) {
            entries.put("ml-test/" + name, new byte[0]);
        }
        assertRefused(
                TestArchive.zip(entries),
                "expected the entry ml-test/ratings.csv",
                "found ml-test/a, ml-test/b, ml-test/c, ml-test/d, ml-test/e and 2 more;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "ml-test/../../evil",
                "ml-test/..",
                "..",
                "/etc/evil",
                "ml-test\\evil",
                "..\\evil",
                "C:evil",
                "c:/evil",
                "ml-test/\u001b[31mevil",
                "ml-test/line\nfeed"
            })
    void an_entry_that_is_named_to_do_harm_is_refused_though_it_would_not_be_unpacked(String name) {
        assertRefused(
                TestArchive.zip(ratingsAnd(name, new byte[1])),
                "expected entries below its own root",
                name.replaceAll("[\u001b\n]", "?"));
        assertThat(archive.resolveSibling("evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ml-test/a..b", "ml-test/...", "ml-test/.hidden", "ml-test/a:b", "ml-test/é"})
    void an_entry_that_is_merely_named_oddly_is_none_of_our_business(String name) throws Exception {
        assertThat(extract(TestArchive.zip(ratingsAnd(name, new byte[1])))).exists();
    }

    @Test
    void an_entry_that_is_there_twice_is_refused() {
        byte[] zip = TestArchive.zip(ratingsAnd("ml-test/ratingz.csv", new byte[1]));
        String twice = new String(zip, ISO_8859_1).replace("ratingz", "ratings");
        assertRefused(twice.getBytes(ISO_8859_1), "expected each entry once", "found \"ml-test/ratings.csv\" twice");
    }

    @Test
    void an_entry_that_inflates_beyond_the_limit_is_refused_at_the_limit() throws Exception {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        Files.write(archive, TestArchive.zip(Map.of("ml-test/ratings.csv", content)));
        new ArchiveExtractor(100_000).extract(archive, DATASET, directory);
        assertThat(directory.resolve("ratings.csv")).hasBinaryContent(content);
        Files.delete(directory.resolve("ratings.csv"));
        assertThatThrownBy(() -> new ArchiveExtractor(99_999).extract(archive, DATASET, directory))
                .isInstanceOf(UserError.class)
                .hasMessage(archive + ", entry ml-test/ratings.csv: expected at most 99999 bytes, found more;"
                        + " do not use this archive; delete it to have it downloaded");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_header_that_claims_a_small_size_does_not_lift_the_limit() throws Exception {
        byte[] zip = TestArchive.zip(Map.of("ml-test/ratings.csv", new byte[1_000_000]));
        Files.write(archive, patched(zip, SIZE, 10));
        assertThatThrownBy(() -> new ArchiveExtractor(100_000).extract(archive, DATASET, directory))
                .isInstanceOf(UserError.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_zip_bomb_is_refused_whatever_its_header_claims() {
        // Deflate packs zeros about a thousandfold.
        byte[] bomb = TestArchive.zip(Map.of("ml-test/ratings.csv", new byte[30_000_000]));
        assertThat(bomb.length).isLessThan(150_000);
        assertRefused(bomb, "expected at most 200 times its compressed size");
        assertRefused(patched(bomb, SIZE, 1_000), "expected at most 200 times its compressed size");
    }

    @Test
    void ten_megabytes_of_zeros_are_no_bomb() throws Exception {
        byte[] zip = TestArchive.zip(Map.of("ml-test/ratings.csv", new byte[10_000_000]));
        assertThat(extract(zip)).hasSize(10_000_000);
    }

    @Test
    void an_entry_with_a_wrong_checksum_is_refused() {
        byte[] zip = TestArchive.zip(Map.of("ml-test/ratings.csv", TestArchive.bytes(TestArchive.RATINGS)));
        assertRefused(patched(zip, CRC, 12345), "found ml-test/ratings.csv with a wrong CRC-32");
    }

    @Test
    void an_entry_whose_size_is_not_the_header_s_is_refused() {
        byte[] zip = TestArchive.zip(Map.of("ml-test/ratings.csv", TestArchive.bytes(TestArchive.RATINGS)));
        assertRefused(patched(zip, SIZE, TestArchive.RATINGS.length() + 1), "a whole zip archive");
    }

    @Test
    void an_entry_whose_data_ends_early_is_refused() {
        byte[] zip = TestArchive.zip(Map.of("ml-test/ratings.csv", TestArchive.bytes(TestArchive.RATINGS)));
        assertRefused(patched(zip, COMPRESSED_SIZE, 10), "a whole zip archive");
    }

    @Test
    void a_truncated_archive_is_refused() {
        byte[] zip = TestArchive.zip(1);
        assertRefused(Arrays.copyOf(zip, zip.length / 2), "a whole zip archive");
        assertRefused(Arrays.copyOf(zip, zip.length - 1), "a whole zip archive");
        assertRefused(new byte[0], "a whole zip archive");
        assertRefused(TestArchive.bytes("<html>"), "a whole zip archive");
    }

    @Test
    void an_archive_that_is_missing_or_may_not_be_read_is_not_called_damaged() throws Exception {
        assertThatThrownBy(() -> new ArchiveExtractor().extract(archive, DATASET, directory))
                .isInstanceOf(UserError.class)
                .hasMessage(archive + ": expected a file, found nothing; check the path");
        Files.write(archive, TestArchive.zip(1));
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(archive), "root reads everything");
        assertThatThrownBy(() -> new ArchiveExtractor().extract(archive, DATASET, directory))
                .isInstanceOf(UserError.class)
                .hasMessage(archive + ": expected a readable file, found Permission denied; check its permissions");
    }

    @Test
    void a_target_that_cannot_be_written_is_the_disk_s_fault_and_is_left_alone() throws Exception {
        Files.createDirectory(directory.resolve("ratings.csv"));
        Files.write(archive, TestArchive.zip(1));
        assertThatThrownBy(() -> new ArchiveExtractor().extract(archive, DATASET, directory))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(directory.resolve("ratings.csv") + ": expected a writable file");
        assertThat(directory.resolve("ratings.csv")).isDirectory();
    }

    @Test
    void an_interrupt_ends_it_and_leaves_no_file() throws Exception {
        Files.write(archive, TestArchive.zip(1));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new ArchiveExtractor().extract(archive, DATASET, directory))
                .isInstanceOf(InterruptedException.class);
        assertThat(directory).isEmptyDirectory();
    }

    /** The zip with four bytes of its first central directory header changed. */
    private static byte[] patched(byte[] zip, int offset, int value) {
        byte[] patched = zip.clone();
        int header = new String(zip, ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(patched).order(ByteOrder.LITTLE_ENDIAN).putInt(header + offset, value);
        return patched;
    }
}
