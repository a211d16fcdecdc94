package multvae.split;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import multvae.config.Settings;

/**
 * A split's files beside those that the authors published.
 *
 * @param files the six files, in the order of {@link PublishedFile}
 * @param incomparable why nothing is published to compare with, a phrase for each reason; empty if there is
 */
public record PublishedComparison(List<File> files, List<String> incomparable) {

    /**
     * One of the files.
     *
     * @param name its name, such as {@code train.csv}
     * @param gitBlob the id that git gives to the split's own file
     * @param published the id of the published one, if there is one to compare with
     */
    public record File(String name, String gitBlob, Optional<String> published) {

        /** Whether another file is published. */
        public boolean differs() {
            return published.isPresent() && !published.get().equals(gitBlob);
        }
    }

    public PublishedComparison {
        files = List.copyOf(files);
        incomparable = List.copyOf(incomparable);
    }

    /**
     * Compares with the authors' files of MovieLens 20M.
     *
     * @param split by users
     * @param settings those that it was made with
     */
    public static PublishedComparison of(Split split, Settings settings) throws IOException {
        return of(split, settings, Publication.MOVIELENS_20M);
    }

    static PublishedComparison of(Split split, Settings settings, Publication publication) throws IOException {
        List<String> differences =
                publication.differences(settings.data().dataset(), settings.preprocess(), split.statistics());
        List<File> files = new ArrayList<>();
        for (PublishedFile file : PublishedFile.values()) {
            Optional<String> published =
                    differences.isEmpty() ? Optional.of(publication.gitBlobs().get(file)) : Optional.empty();
            files.add(new File(file.file(), file.gitBlob(split), published));
        }
        return new PublishedComparison(files, differences);
    }

    /** The names of the files that are not the published ones. */
    public List<String> different() {
        return files.stream().filter(File::differs).map(File::name).toList();
    }
}
