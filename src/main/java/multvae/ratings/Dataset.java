package multvae.ratings;

import java.util.List;
import java.util.Optional;

/**
 * A MovieLens data set of the catalogue: where it comes from, how to tell that it is complete, how to read it.
 *
 * @param name the name that {@code data.dataset} takes
 * @param md5 the MD5 of the archive as GroupLens publishes it; empty for the one that ships inside this program
 * @param ratingsEntry the archive's entry with the ratings; the file of titles is beside it
 * @param format how the ratings are written
 * @param users who made the ratings; of ml-10m, some of the published number have none
 */
public record Dataset(String name, Optional<String> md5, String ratingsEntry, RatingsFormat format, int users) {

    /** Checksums and counts as published by GroupLens, https://grouplens.org/datasets/movielens/. */
    private static final List<Dataset> CATALOGUE = List.of(
            new Dataset("ml-latest-small", Optional.empty(), "ml-latest-small/ratings.csv", RatingsFormat.CSV, 610),
            new Dataset(
                    "ml-100k",
                    Optional.of("0e33842e24a9c977be4e0107933c0723"),
                    "ml-100k/u.data",
                    RatingsFormat.ML_100K,
                    943),
            new Dataset(
                    "ml-1m",
                    Optional.of("c4d9eecfca2ab87c1945afe126590906"),
                    "ml-1m/ratings.dat",
                    RatingsFormat.ML_1M,
                    6_040),
            new Dataset(
                    "ml-10m",
                    Optional.of("ce571fd55effeba0271552578f2648bd"),
                    "ml-10M100K/ratings.dat",
                    RatingsFormat.ML_10M,
                    71_567),
            new Dataset(
                    "ml-20m",
                    Optional.of("cd245b17a1ae2cc31bb14903e1204af3"),
                    "ml-20m/ratings.csv",
                    RatingsFormat.CSV,
                    138_493),
            new Dataset(
                    "ml-25m",
                    Optional.of("6b51fb2759a8657d3bfcbfc42b592ada"),
                    "ml-25m/ratings.csv",
                    RatingsFormat.CSV,
                    162_541),
            new Dataset(
                    "ml-32m",
                    Optional.of("d472be332d4daa821edc399621853b57"),
                    "ml-32m/ratings.csv",
                    RatingsFormat.CSV,
                    200_948));

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

    /** Whether it ships inside this program; the others are downloaded. */
    public boolean bundled() {
        return md5.isEmpty();
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
