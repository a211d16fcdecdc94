package multvae.cli;

import picocli.CommandLine.Command;

/** The root of the commands. */
@Command(
        name = "multvae",
        mixinStandardHelpOptions = true,
        version = "multvae 0.1.0",
        description = "Mult-VAE collaborative filtering: fetch, preprocess, train, evaluate, report.")
final class Commands {}
