package multvae.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * Where the ratings come from. At least one of {@code dataset} and {@code ratings} is present.
 *
 * @param dataset a name of the catalogue; with {@code ratings} it gives the file's format only
 * @param ratings the user's own file, read instead of a download
 * @param archives the directory that downloaded archives are kept in, shared by all runs
 * @param url the address that archives are below, without a slash at its end
 */
public record DataSettings(Optional<String> dataset, Optional<Path> ratings, Path archives, String url) {

    static DataSettings read(Section data, Collection<String> datasets) {
        DataSettings settings = new DataSettings(
                data.optional("dataset", ValueType.oneOf(datasets)),
                data.optional("ratings", ValueType.path()),
                data.get("archives", ValueType.path()),
                data.get("url", ValueType.httpAddress()));
        data.requireOneOf(settings.dataset.isPresent() || settings.ratings.isPresent(), "dataset", "ratings");
        return settings;
    }
}
