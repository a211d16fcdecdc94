package multvae.ratings;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A MovieLens data set of the catalogue: where it comes from, how to tell that it is complete, how to read it.
 *
 * @param name the name that {@code data.dataset} takes
 * @param bundled whether it ships inside this program; the others are downloaded
 * @param md5 the MD5 of the archive as GroupLens publishes it; empty if the archive changes over time
 * @param archiveBytes the archive's size, if it is known
 * @param ratingsEntry the archive's entry with the ratings; the file of titles is beside it
 * @param format how the ratings are written
 * @param rows the ratings in it
 * @param users who made them; of ml-10m, some of the published number have none
 */
public record Dataset(
        String name,
        boolean bundled,
        Optional<String> md5,
        OptionalLong archiveBytes,
        String ratingsEntry,
        RatingsFormat format,
        long rows,
        int users) {

    /** Checksums, sizes and counts as published by GroupLens, https://grouplens.org/datasets/movielens/. */
    private static final List<Dataset> CATALOGUE = List.of(
            new Dataset(
                    "ml-latest-small",
                    true,
                    Optional.empty(),
                    OptionalLong.empty(),
                    "ml-latest-small/ratings.csv",
                    RatingsFormat.CSV,
                    100_836,
                    610),
            downloaded(
                    "ml-100k",
                    "0e33842e24a9c977be4e0107933c0723",
                    4_924_029,
                    "ml-100k/u.data",
                    RatingsFormat.ML_100K,
                    100_000,
                    943),
            downloaded(
                    "ml-1m",
                    "c4d9eecfca2ab87c1945afe126590906",
                    0,
                    "ml-1m/ratings.dat",
                    RatingsFormat.ML_1M,
                    1_000_209,
                    6_040),
            downloaded(
                    "ml-10m",
                    "ce571fd55effeba0271552578f2648bd",
                    65_566_137,
                    "ml-10M100K/ratings.dat",
                    RatingsFormat.ML_10M,
                    10_000_054,
                    71_567),
            downloaded(
                    "ml-20m",
                    "cd245b17a1ae2cc31bb14903e1204af3",
                    198_702_078,
                    "ml-20m/ratings.csv",
                    RatingsFormat.CSV,
                    20_000_263,
                    138_493),
            downloaded(
                    "ml-25m",
                    "6b51fb2759a8657d3bfcbfc42b592ada",
                    261_978_986,
                    "ml-25m/ratings.csv",
                    RatingsFormat.CSV,
                    25_000_095,
                    162_541),
            downloaded(
                    "ml-32m",
                    "d472be332d4daa821edc399621853b57",
                    238_950_008,
                    "ml-32m/ratings.csv",
                    RatingsFormat.CSV,
                    32_000_204,
                    200_948));

    private static Dataset downloaded(
            String name,
            String md5,
            long archiveBytes,
            String ratingsEntry,
            RatingsFormat format,
            long rows,
            int users) {
        OptionalLong bytes = archiveBytes == 0 ? OptionalLong.empty() : OptionalLong.of(archiveBytes);
        return new Dataset(name, false, Optional.of(md5), bytes, ratingsEntry, format, rows, users);
    }

    /** Where GroupLens publishes the data sets and their terms. */
    public static final String TERMS = "https://grouplens.org/datasets/movielens/";

    private static final String RESEARCH =
            "GroupLens's terms for MovieLens: for research, with an acknowledgement, without implying"
                    + " an endorsement, and not for commercial purposes without permission; the data set may ";

    /** The terms of the data set in short, as its README has them; the README is what counts. */
    public String license() {
        return RESEARCH
                + (format.equals(RatingsFormat.CSV) // since ml-20m
                        ? "be redistributed under the same terms."
                        : "not be redistributed without permission.");
    }

    /** All data sets, the bundled one first. */
    public static List<Dataset> catalogue() {
        return CATALOGUE;
    }

    /** The data set of that name, if the catalogue has it. */
    public static Optional<Dataset> named(String name) {
        return CATALOGUE.stream().filter(d -> d.name().equals(name)).findFirst();
    }

    /** The archive's file name: {@code ml-20m.zip}. */
    public String archive() {
        return name + ".zip";
    }

    /** The ratings' file name without its directories: {@code ratings.csv}. */
    public String ratingsFile() {
        return ratingsEntry.substring(ratingsEntry.lastIndexOf('/') + 1);
    }

    /** The archive's entry with the titles: {@code ml-20m/movies.csv}. */
    public String moviesEntry() {
        return ratingsEntry.substring(0, ratingsEntry.lastIndexOf('/') + 1) + format.moviesFile();
    }
}
