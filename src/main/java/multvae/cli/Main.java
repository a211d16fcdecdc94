package multvae.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import multvae.config.Settings;
import multvae.io.ProcessMemory;
import multvae.io.UserError;
import multvae.training.StopRequest;

/**
 * The program: the command {@code run}, configured by the {@code -D} properties that Maven passes on, or a named command.
 *
 * <p>It is the boundary of the process. Whatever is thrown, on any thread, ends it with a line and an exit code: 2 for what a
 * user can cause, a lack of memory included, 1 for a bug. The class has nothing to initialise that may fail.
 */
public final class Main {

    /** What every command takes of addresses: threads and what they allocate. With less the JVM itself may end. */
    private static final long ADDRESSES = 400_000_000;

    private static final int RESERVE_BYTES = 1 << 20;

    /** What mvn exec:java is given as a system property and is no key of the configuration. */
    private static final List<String> RUN_PROPERTIES = List.of("config", "stage", "force", "plan", "trustConfig");

    /** These, and what a command that is no run takes too. */
    private static final List<String> PROPERTIES =
            Stream.concat(RUN_PROPERTIES.stream(), Stream.of(Threads.PROPERTY)).toList();

    private static final String LAST_WORDS =
            "Java's heap: expected enough memory, found none left; raise it with -Xmx after java or in JAVA_TOOL_OPTIONS";

    /** Memory for the last words. */
    private static final AtomicReference<byte[]> RESERVE = new AtomicReference<>();

    private final StopRequest stop = new StopRequest();
    private final Ending ending = Ending.watch();
    private final Interruption interruption = Interruption.watch(stop);

    private Main() {}

    public static void main(String[] commandLine) {
        try {
            RESERVE.set(new byte[RESERVE_BYTES]);
            requireModule();
            ProcessMemory.requireAddressSpace("the program", ADDRESSES);
            Memory.limitOffHeap(); // before the first ND4J class loads
            Memory.keepHeapSmall();
            new Main().run(withoutProperties(commandLine));
        } catch (Throwable thrown) { // there is nobody above who would say it
            end(thrown);
        }
    }

    /** A runtime that somebody has cut down may lack what says how much memory there is. */
    private static void requireModule() {
        if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) {
            throw new UserError(
                    "Java",
                    "the module jdk.management",
                    "none",
                    "add it to --limit-modules, or to the runtime with jlink");
        }
    }

    private void run(String[] arguments) {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught(thrown));
        Threads.check(
                System.getProperty(Threads.PROPERTY), Runtime.getRuntime().availableProcessors(), System.getenv());
        if (arguments.length > 0 && arguments[0].equals(ServeCommand.NAME)) {
            interruption.end(); // serve has its own way to stop
        }
        exit(Commands.execute(stop, isRun(arguments) ? withRun(arguments) : arguments));
    }

    /** Whether there is no command, but properties, Maven's or the program's own, that ask for a run. */
    private static boolean isRun(String[] arguments) {
        boolean isConfigured = arguments.length > 0
                || RUN_PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null)
                || !Settings.overridesFrom(System.getProperties()).isEmpty();
        return isConfigured && Arrays.stream(arguments).allMatch(argument -> argument.startsWith("-D"));
    }

    private static String[] withRun(String[] arguments) {
        return Stream.concat(Stream.of("run"), Arrays.stream(arguments)).toArray(String[]::new);
    }

    /** A thread has ended that somebody may wait for. */
    private void uncaught(Throwable thrown) {
        try {
            exit(Failures.report(thrown));
        } catch (Throwable second) { // such as no memory to exit with
            end(thrown);
        }
    }

    private void exit(int exitCode) {
        interruption.end();
        if (exitCode != 0) {
            ending.exit(exitCode);
        }
    }

    /** Sets these properties as Maven does, so that {@code -Dforce} means the same behind {@code java -jar}. */
    private static String[] withoutProperties(String[] arguments) {
        Pattern known = Pattern.compile("-D(" + String.join("|", PROPERTIES) + ")(?:=(.*))?", Pattern.DOTALL);
        return Arrays.stream(arguments)
                .filter(argument -> {
                    Matcher property = known.matcher(argument);
                    if (!property.matches()) {
                        return true;
                    }
                    System.setProperty(property.group(1), Objects.requireNonNullElse(property.group(2), "true"));
                    return false;
                })
                .toArray(String[]::new);
    }

    /** Says why the process ends, without logging if there is no memory for it, and ends it. */
    private static void end(Throwable thrown) {
        RESERVE.set(null);
        int exitCode = thrown instanceof OutOfMemoryError ? Failures.USER_ERROR : Failures.BUG;
        try {
            exitCode = Failures.report(thrown);
        } catch (Throwable unsaid) {
            if (thrown instanceof OutOfMemoryError || unsaid instanceof OutOfMemoryError) {
                System.err.println(LAST_WORDS);
            } else { // a bug in the report of a bug
                thrown.printStackTrace();
                unsaid.printStackTrace();
            }
        } finally {
            Runtime.getRuntime().halt(exitCode); // no hook finds more memory than there was here
        }
    }
}
