package multvae.cli;

/** What the process tells its caller. An interrupted one ends with 130 or 143, which the JVM sets itself. */
final class ExitCode {

    static final int OK = 0;
    static final int BUG = 1;
    static final int USER_ERROR = 2;

    private ExitCode() {}
}
