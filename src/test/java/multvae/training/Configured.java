package multvae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import multvae.config.Settings;

/** Settings as a user would write them. */
final class Configured {

    private Configured() {}

    /** The defaults with these lines over them. */
    static Settings with(String... lines) throws IOException {
        Path file = Files.createTempFile("multvae", ".conf");
        try {
            Files.write(file, lines.length == 0 ? List.of("") : List.of(lines));
            Files.writeString(file, "\ndata.dataset = ml-latest-small\n", StandardOpenOption.APPEND);
            return Settings.load(file, Map.of(), List.of("ml-latest-small"));
        } finally {
            Files.delete(file);
        }
    }
}
