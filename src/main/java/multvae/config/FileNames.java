package multvae.config;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;

/** A configuration file's name as the user knows it: relative to the working directory where it is below it. */
final class FileNames {

    private FileNames() {}

    static String of(ConfigOrigin origin) {
        if (origin.filename() == null) {
            return origin.description();
        }
        Path file = Path.of(origin.filename()).toAbsolutePath().normalize();
        Path here = Path.of("").toAbsolutePath();
        return (file.startsWith(here) ? here.relativize(file) : file).toString();
    }
}
