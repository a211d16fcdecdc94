package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import multvae.io.TextFile;
import multvae.io.UserError;

/**
 * A file and the files that it includes, parsed, not yet resolved.
 *
 * <p>An include names a file beside the including one or below its directory, unless the configuration is trusted. Typesafe's own
 * includer skips a missing file, and looks on the classpath and the network. Here a missing file is an error, and only files are
 * read.
 */
final class HoconFile implements Hocon.Includes {

    private static final int MAX_DEPTH = 10;
    private static final String A_FILE = "an include of a file";

    private final Path file;
    private final String text;
    private final HoconFile includedBy; // null for the outermost
    private final Reference reference;
    private final Sources sources;

    private HoconFile(Path file, HoconFile includedBy, Reference reference, Sources sources) {
        this.file = file;
        this.text = read(file);
        this.includedBy = includedBy;
        this.reference = reference;
        this.sources = sources;
    }

    /**
     * Parses the file.
     *
     * @param reference the keys that a substitution may name
     * @param sources counts it and the files that it includes
     * @throws UserError if the file, or one that it includes, cannot be read, is not HOCON, or is too much of it
     */
    static Config parse(Path file, Reference reference, Sources sources) {
        return new HoconFile(file, null, reference, sources).parse();
    }

    private static String read(Path file) {
        try {
            return TextFile.read(file, Sources.MAX_CHARS);
        } catch (NoSuchFileException e) {
            String remedy = "name a HOCON file such as conf/quickstart.conf";
            throw new UserError(file.toString(), "a configuration file", "no such file", remedy, e);
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    private Config parse() {
        HoconScan scan = HoconScan.of(file.toString(), text);
        sources.add(file.toString(), text, scan);
        if (!sources.trusted()) {
            scan.substitutions().forEach(this::requireKey);
        }
        try {
            return Hocon.parse(file.toString(), text, this);
        } catch (ConfigException e) {
            // What cannot be put together is quoted with all that it would have, also from a file that this one
            // includes.
            throw Origin.error(file.toString(), e, isQuotable() && !sources.hidesAny());
        }
    }

    /** Whatever else it names would be looked for in the environment, or is misspelt. */
    private void requireKey(HoconScan.Substitution substitution) {
        String path;
        try {
            path = String.join(".", ConfigUtil.splitPath(substitution.path()));
        } catch (ConfigException e) {
            return; // the parser says what is wrong with it
        }
        if (!reference.names(path)) {
            String remedy = Spelling.nearestKey(path, reference.keys())
                    .filter(key -> isQuotable())
                    .map(key -> "write ${" + key + "}")
                    .orElse("write the value, or let the configuration read environment variables with "
                            + Settings.TRUST_OPTION);
            throw new UserError(
                    new Origin(file.toString(), substitution.line()).where(),
                    "a key of the configuration in ${...}",
                    isQuotable() ? TextFile.quote(path) : "another name",
                    remedy);
        }
    }

    @Override
    public ConfigObject file(String name) {
        Path included = resolve(name);
        String shown = isQuotable() ? " " + included : " of that name";
        if (!sources.trusted() && !isInside(included)) {
            throw new UserError(
                    where(name),
                    "an include of a file beside this one or below",
                    "one that is elsewhere",
                    "move it here, or trust the configuration with " + Settings.TRUST_OPTION);
        }
        if (!Files.isRegularFile(included)) {
            String found = Files.exists(included) ? "no regular file" : "no file";
            throw new UserError(where(name), A_FILE, found + shown, "correct its name");
        }
        requireNoCycle(name, included);
        sources.include(where(name), included.toString());
        return new HoconFile(included, this, reference, sources).parse().root();
    }

    private Path resolve(String name) {
        try {
            return file.resolveSibling(name);
        } catch (InvalidPathException e) {
            throw new UserError(where(name), A_FILE, "a name that no file can have", "correct its name");
        }
    }

    /** By the name and, if there is such a file, also by where its symbolic links lead. */
    private boolean isInside(Path included) {
        Path directory = Objects.requireNonNullElse(file.getParent(), Path.of(""));
        boolean named = included.toAbsolutePath()
                .normalize()
                .startsWith(directory.toAbsolutePath().normalize());
        try {
            return named && (!Files.exists(included) || included.toRealPath().startsWith(directory.toRealPath()));
        } catch (IOException e) {
            throw TextFile.unreadable(included, e);
        }
    }

    private void requireNoCycle(String name, Path included) {
        int depth = 0;
        for (HoconFile outer = this; outer != null; outer = outer.includedBy) {
            depth++;
            if (isSame(outer.file, included)) {
                throw new UserError(
                        where(name), "an include of another file", "one of " + outer.file + " itself", "remove it");
            }
        }
        if (depth > MAX_DEPTH) {
            throw new UserError(
                    where(name),
                    "at most " + MAX_DEPTH + " files that include each other in turn",
                    "more",
                    "include them from one file");
        }
    }

    private static boolean isSame(Path a, Path b) {
        try {
            return Files.isSameFile(a, b);
        } catch (IOException e) {
            throw TextFile.unreadable(b, e);
        }
    }

    @Override
    public ConfigObject other(String name, String kind) {
        throw new UserError(where(name), A_FILE, kind, "include a file");
    }

    private boolean isQuotable() {
        return !sources.hides(file.toString());
    }

    /** Typesafe does not say which line an include is on. */
    private String where(String name) {
        int line = 0;
        for (String candidate : text.lines().toList()) {
            line++;
            if (candidate.contains("include") && candidate.contains(name)) {
                return new Origin(file.toString(), line).where();
            }
        }
        return file.toString();
    }
}
