package multvae.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class VersionTest {

    private static String version(String file) throws IOException {
        Matcher version = Pattern.compile("<artifactId>multvae</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of(file)));
        assertThat(version.find()).as(file).isTrue();
        return version.group(1);
    }

    @Test
    void the_documented_dependency_has_the_version_of_the_build() throws IOException {
        assertThat(version("docs/library.md")).isEqualTo(version("pom.xml"));
    }
}
