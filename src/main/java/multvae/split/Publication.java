package multvae.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.config.DataSettings;
import multvae.config.PreprocessSettings;

/**
 * A split whose files are public.
 *
 * @param dataset the name in the catalogue
 * @param settings what made it
 * @param users the users of all parts
 * @param items the items of the train users
 * @param gitBlobs the id of each file, see {@link multvae.io.GitBlob}
 */
record Publication(
        String dataset, PreprocessSettings settings, int users, int items, Map<PublishedFile, String> gitBlobs) {

    /** The authors' files of MovieLens 20M. Two public copies of them have the same bytes. */
    static final Publication MOVIELENS_20M = new Publication(
            "ml-20m",
            new PreprocessSettings(3.5, 5, 0, 10_000, 0.2, 98_765),
            136_677,
            20_108,
            Map.of(
                    PublishedFile.TRAIN, "f34423346c487fc7ec0e1d5612ef3042e26b0262",
                    PublishedFile.VALIDATION_FOLD_IN, "c7a10bf71010b5b2691b2ff91e9b01ecc880f5eb",
                    PublishedFile.VALIDATION_HELD_OUT, "5f7256287819f578f6da46f7e1c8aaf11ecf082e",
                    PublishedFile.TEST_FOLD_IN, "aaa793b3e90aa41adb65de181d069b0ec9a7f76a",
                    PublishedFile.TEST_HELD_OUT, "c001cf929fc08fff3a00004a1fdcce676b1aa8a1",
                    PublishedFile.ITEMS, "715d24daf235a7b85f2ffbc4b4abe6dd026d9a39"));

    Publication {
        gitBlobs = Map.copyOf(gitBlobs);
    }

    /**
     * What is not as it was when the published split was made. The counts are compared if the settings are the same.
     *
     * @param dataset the data set that the ratings are of or are read as
     * @param made the settings of the split
     * @return a phrase for each, such as {@code preprocess.splitSeed is 1, not 98765}; empty if nothing differs
     */
    List<String> differences(Optional<String> dataset, PreprocessSettings made, SplitStatistics statistics) {
        List<String> differences = new ArrayList<>();
        compare(DataSettings.DATASET, dataset.orElse("none"), this.dataset, differences);
        compare(PreprocessSettings.RATING_THRESHOLD, made.ratingThreshold(), settings.ratingThreshold(), differences);
        compare("preprocess.minUserEvents", made.minUserEvents(), settings.minUserEvents(), differences);
        compare("preprocess.minItemEvents", made.minItemEvents(), settings.minItemEvents(), differences);
        compare(
                PreprocessSettings.HELD_OUT_USERS,
                made.heldOutUsers(statistics.users()),
                settings.heldOutUsers(users),
                differences);
        compare("preprocess.heldOutProportion", made.heldOutProportion(), settings.heldOutProportion(), differences);
        compare("preprocess.splitSeed", made.splitSeed(), settings.splitSeed(), differences);
        if (differences.isEmpty()) {
            compare("the number of users", statistics.users(), users, differences);
            compare("the number of items", statistics.items(), items, differences);
        }
        return differences;
    }

    private static void compare(String what, Object found, Object published, List<String> differences) {
        if (!found.equals(published)) {
            differences.add(what + " is " + found + ", not " + published);
        }
    }
}
