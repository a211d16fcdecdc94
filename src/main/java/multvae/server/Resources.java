package multvae.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The page and the API's description: a fixed list of paths, held in memory, so that no path leads to a file. */
final class Resources {

    /** What is served at a path. */
    record Resource(String contentType, String text) {}

    private final Map<String, Resource> byPath;

    private Resources(Map<String, Resource> byPath) {
        this.byPath = byPath;
    }

    static Resources load() throws IOException {
        return new Resources(Map.of(
                "/", new Resource("text/html; charset=utf-8", text("index.html")),
                "/page.css", new Resource("text/css; charset=utf-8", text("page.css")),
                "/page.js", new Resource("text/javascript; charset=utf-8", text("page.js")),
                "/icon.svg", new Resource("image/svg+xml", text("icon.svg")),
                "/openapi.json", new Resource("application/json", text("openapi.json"))));
    }

    Optional<Resource> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream("/multvae/server/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
