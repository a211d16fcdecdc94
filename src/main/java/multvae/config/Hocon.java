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
import java.net.URL;
import multvae.io.UserError;

/**
 * The one way to Typesafe's parser. What it parses has been scanned, and Typesafe's own includer, which reads any file and any
 * address, is never asked.
 */
final class Hocon {

    /** What includes in a text lead to. */
    interface Includes {

        /**
         * What a file holds.
         *
         * @param name as it is written
         */
        ConfigObject file(String name);

        /** What an address or the classpath holds: {@code kind} says which. */
        ConfigObject other(String name, String kind);
    }

    private Hocon() {}

    /**
     * Parses a text that has been scanned and may include others. It is not resolved.
     *
     * @param source what errors and values name as their origin
     * @throws ConfigException if it is not HOCON
     */
    static Config parse(String source, String text, Includes includes) {
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(source)
                .setIncluder(new Includer(includes));
        return ConfigFactory.parseString(text, options);
    }

    /**
     * Parses a text that includes nothing.
     *
     * @throws ConfigException if it is not HOCON
     * @throws UserError if the scan refuses it, or if it includes a file
     */
    static Config parse(String source, String text) {
        HoconScan.of(source, text);
        return parse(source, text, new Includes() {
            @Override
            public ConfigObject file(String name) {
                throw new UserError(source, "a value", "an include", "write what is in the file");
            }

            @Override
            public ConfigObject other(String name, String kind) {
                return file(name);
            }
        });
    }

    private record Includer(Includes includes)
            implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath, ConfigIncluderURL {

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            return includes.file(what);
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            return includes.file(what.getPath());
        }

        @Override
        public ConfigObject includeResources(ConfigIncludeContext context, String what) {
            return includes.other(what, "one from the classpath");
        }

        @Override
        public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
            return includes.other(what.toString(), "one of an address");
        }

        /** What follows Typesafe's own includer is never asked. */
        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }
    }
}
