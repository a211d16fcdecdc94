package multvae.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import multvae.ratings.Dataset;
import multvae.ratings.RatingsFormat;

/** A data set of three files, and the zip that holds it, large enough to come in several chunks. */
final class TestArchive {

    static final String NAME = "ml-test";
    static final String RATINGS = "userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n";
    static final String MOVIES = "movieId,title,genres\n31,Dangerous Minds (1995),Drama\n";
    static final String README = "Neither the University nor its researchers endorse this.\n";

    private TestArchive() {}

    /** @param seed of the incompressible entry that makes it large */
    static byte[] zip(long seed) {
        byte[] noise = new byte[600_000];
        new Random(seed).nextBytes(noise);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("ml-test/", new byte[0]);
        entries.put("ml-test/links.csv", noise);
        entries.put("ml-test/ratings.csv", bytes(RATINGS));
        entries.put("ml-test/movies.csv", bytes(MOVIES));
        entries.put("ml-test/README.txt", bytes(README));
        return zip(entries);
    }

    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Dataset dataset(String md5) {
        return new Dataset(NAME, Optional.of(md5), "ml-test/ratings.csv", RatingsFormat.CSV, 1);
    }

    static Dataset datasetOf(byte[] zip) {
        return dataset(md5(zip));
    }

    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
