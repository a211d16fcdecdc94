package multvae.cli;

import java.util.Map;
import multvae.io.UserError;

/**
 * {@code -Dthreads=N}: N threads in every part. The launcher sets them before the JVM starts; this class only checks.
 * N is then the number of processors to everything in Java, pools and the garbage collector
 * included, and OpenMP's number of threads to ND4J.
 */
final class Threads {

    /** The property. */
    static final String PROPERTY = "threads";

    private static final String NATIVE = "OMP_NUM_THREADS";
    private static final String SOME = "[1-9][0-9]{0,3}";

    private Threads() {}

    /**
     * Checks what was asked for.
     *
     * @param wanted the property's value; null: nothing was asked for
     * @param processors that the JVM takes itself to have
     * @param environment of the process
     * @throws UserError if it is no number, or the JVM or the native libraries have been started with another one
     */
    static void check(String wanted, int processors, Map<String, String> environment) {
        if (wanted == null) {
            return;
        }
        if (!wanted.matches(SOME)) {
            throw new UserError("-Dthreads", "a whole number from 1 to 9999", wanted, "correct it");
        }
        String ofNative = environment.getOrDefault(NATIVE, "");
        if (!wanted.equals(String.valueOf(processors)) || !wanted.equals(ofNative)) {
            throw new UserError(
                    "-Dthreads",
                    "Java and the native libraries started with " + wanted + " threads, as ./multvae does",
                    processors + " and " + (ofNative.isEmpty() ? "no " + NATIVE : NATIVE + "=" + ofNative),
                    "start it with " + NATIVE + "=" + wanted + " in the environment and -XX:ActiveProcessorCount="
                            + wanted + " after java or in JAVA_TOOL_OPTIONS");
        }
    }
}
