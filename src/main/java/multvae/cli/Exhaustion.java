package multvae.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import multvae.io.UserError;

/** A lack of memory or threads, as the line that says what to raise. Java and the native libraries tell of it in many words. */
final class Exhaustion {

    /**
     * One kind of lack.
     *
     * @param signs what messages of it contain, in lower case
     * @param place the error's place
     * @param expected what was needed
     * @param remedy what to raise
     */
    private record Kind(List<String> signs, String place, String expected, String remedy) {}

    private static final String JAVA = " after java or in JAVA_TOOL_OPTIONS";

    private static final Kind HEAP = new Kind(
            List.of("java heap space", "gc overhead limit exceeded"),
            "Java's heap",
            "enough memory",
            "raise it with -Xmx" + JAVA);

    /** The first whose sign is there counts, so the particular ones come first. */
    private static final List<Kind> KINDS = List.of(
            HEAP,
            new Kind(
                    List.of(
                            "requested array size exceeds vm limit",
                            "required length exceeds implementation limit",
                            "required array size too large",
                            "required array length"),
                    "an array",
                    "at most 2 billion elements, which Java allows",
                    "use smaller files or batches"),
            new Kind(
                    List.of("compressed class space"),
                    "Java's memory for classes",
                    "enough of it",
                    "raise it with -XX:CompressedClassSpaceSize" + JAVA),
            new Kind(
                    List.of("metaspace"),
                    "Java's memory for classes",
                    "enough of it",
                    "raise it with -XX:MaxMetaspaceSize" + JAVA),
            new Kind(
                    List.of("direct buffer memory"),
                    "Java's memory for buffers",
                    "enough of it",
                    "raise it with -XX:MaxDirectMemorySize" + JAVA),
            new Kind(
                    List.of("maxphysicalbytes"),
                    "the memory of this process",
                    "no more than its limit",
                    "raise it with -Dorg.bytedeco.javacpp.maxphysicalbytes=BYTES" + JAVA + ", or lower -Xmx"),
            new Kind(
                    List.of("maxbytes"),
                    "the memory of ND4J's arrays",
                    "no more than its limit",
                    "raise it with -Dorg.bytedeco.javacpp.maxbytes=BYTES" + JAVA + ", or lower -Xmx"),
            new Kind(
                    List.of("unable to create native thread", "unable to create new native thread"),
                    "threads",
                    "another one",
                    "raise the limits of processes and addresses (ulimit -u, ulimit -v, or the container's), or lower -Xmx"),
            new Kind(
                    List.of(
                            "failed to map segment",
                            "cannot allocate memory",
                            "cannot create shared object descriptor",
                            "native allocator returned address == 0",
                            "bad_alloc",
                            "not enough space",
                            "cannot allocate new ",
                            "failed to allocate",
                            "allocation failed",
                            "map failed",
                            "out of swap space",
                            "unsafe_allocatememory"),
                    "memory outside of Java's heap",
                    "enough of it",
                    "raise the limits of memory and addresses (ulimit -v, or the container's), or lower -Xmx"));

    private static final int LONGEST_FOUND = 200;

    private Exhaustion() {}

    /**
     * The line for a lack, if this is one. A class that could not be initialised tells of it too, every time that it is used
     * again, in its message only.
     */
    static Optional<UserError> of(Throwable thrown) {
        if (!(thrown instanceof Error || thrown instanceof RuntimeException)) {
            return Optional.empty();
        }
        if (thrown.getCause() instanceof OutOfMemoryError cause) {
            return of(cause); // JavaCPP's, which knows the limit
        }
        String message = String.valueOf(thrown.getMessage());
        String lowerCase = message.toLowerCase(Locale.ROOT);
        boolean outOfMemory = thrown instanceof OutOfMemoryError || message.contains("OutOfMemoryError");
        if (!outOfMemory && !(thrown instanceof LinkageError) && !lowerCase.contains("failed to allocate")) {
            return Optional.empty();
        }
        return KINDS.stream()
                .filter(kind -> kind.signs().stream().anyMatch(lowerCase::contains))
                .findFirst()
                .or(() -> outOfMemory ? Optional.of(HEAP) : Optional.empty())
                .map(kind -> new UserError(kind.place(), kind.expected(), found(message), kind.remedy(), thrown));
    }

    private static String found(String message) {
        String line = message.lines().findFirst().orElse("").strip();
        return "none left (" + (line.length() > LONGEST_FOUND ? line.substring(0, LONGEST_FOUND) + "..." : line) + ")";
    }
}
