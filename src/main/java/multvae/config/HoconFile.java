package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import multvae.io.IoReason;
import multvae.io.RegularFile;
import multvae.io.UserError;

/**
 * A file and the files that it includes, parsed, not yet resolved.
 *
 * <p>An include names a file beside the including one. Typesafe's own includer skips a missing file, and
 * looks on the classpath and the network. Here a missing file is an error, and only files are read.
 */
final class HoconFile implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath, ConfigIncluderURL {

    private static final int MAX_BYTES = 1 << 20;
    private static final String REMEDY = "name a HOCON file such as conf/quickstart.conf";

    private final Path file;
    private final String text;
    private final HoconFile includedBy; // null for the outermost

    private HoconFile(Path file, String text, HoconFile includedBy) {
        this.file = file;
        this.text = text;
        this.includedBy = includedBy;
    }

    /**
     * Parses the file.
     *
     * @throws UserError if the file, or one that it includes, cannot be read or is not HOCON
     */
    static Config parse(Path file) {
        return new HoconFile(file, read(file), null).parse();
    }

    static ConfigParseOptions options(String source) {
        return ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setOriginDescription(source);
    }

    private static String read(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(RegularFile.read(file, MAX_BYTES)))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new UserError(file.toString(), "a configuration file", "no such file", REMEDY, e);
        } catch (CharacterCodingException e) {
            throw new UserError(file.toString(), "text in UTF-8", "other bytes", "save it as UTF-8", e);
        } catch (IOException e) {
            throw new UserError(file.toString(), "a readable file", IoReason.of(e), "make it readable", e);
        }
    }

    private Config parse() {
        try {
            return ConfigFactory.parseString(text, options(file.toString()).setIncluder(this));
        } catch (ConfigException e) {
            throw Origin.error(file.toString(), e);
        }
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        Path included = file.resolveSibling(what);
        if (!Files.isRegularFile(included)) {
            String found = Files.exists(included) ? included + ", which is not a file" : "no file " + included;
            throw new UserError(where(what), "an include of a file", found, "correct its name");
        }
        for (HoconFile outer = this; outer != null; outer = outer.includedBy) {
            if (outer.file.normalize().equals(included.normalize())) {
                throw new UserError(
                        where(what), "an include of another file", "one of " + outer.file + " itself", "remove it");
            }
        }
        return new HoconFile(included, read(included), this).parse().root();
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return include(context, what.getPath());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        throw new UserError(where(what), "an include of a file", "one from the classpath", "include a file");
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw new UserError(where(what.toString()), "an include of a file", "one of an address", "include a file");
    }

    /** What follows Typesafe's own includer is never asked. */
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    /** Typesafe does not say which line an include is on. */
    private String where(String what) {
        int line = 0;
        for (String candidate : text.lines().toList()) {
            line++;
            if (candidate.contains("include") && candidate.contains(what)) {
                return new Origin(file.toString(), line).where();
            }
        }
        return file.toString();
    }
}
