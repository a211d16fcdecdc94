package multvae.cli;

import multvae.config.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to run, and how. Each option can be given as a system property too, for {@code mvn exec:java}. */
final class RunOptions {

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--force",
            defaultValue = "${sys:force}",
            fallbackValue = "true",
            description = "run stages even if they are fresh (-Dforce=true)")
    private boolean force;

    @Option(
            names = "--plan",
            defaultValue = "${sys:plan}",
            fallbackValue = "true",
            description = "print what would run and why, and run nothing (-Dplan=true)")
    private boolean plan;

    ConfigOptions config() {
        return config;
    }

    Settings settings() {
        return config.settings();
    }

    boolean force() {
        return force;
    }

    boolean plan() {
        return plan;
    }
}
