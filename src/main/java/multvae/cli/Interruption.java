package multvae.cli;

/** Says one line when Ctrl-C or SIGTERM ends the process; the exit code, 130 or 143, is the JVM's. */
final class Interruption {

    private final Thread hook = new Thread(
            () -> System.err.println("interrupted: finished stages are kept, the same command goes on from there"),
            "interruption");

    private Interruption() {}

    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** The work is over, well or not: an exit from here on is no interruption. */
    void end() {
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
