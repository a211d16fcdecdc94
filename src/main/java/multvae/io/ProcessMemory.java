package multvae.io;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this process may take of Java's heap and of addresses, compared with a need before it is taken. */
public final class ProcessMemory {

    /** The most elements that an array of Java's has. */
    public static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** What the program takes of the heap itself: classes' data, logging, ND4J's tables. Measured: 24 MB do not suffice. */
    private static final long PROGRAM_HEAP = 24_000_000;

    /** A collector needs room to work in, and large arrays are stored in one piece. */
    private static final double ROOM = 1.25;

    /** The JVM counts only one of two survivor spaces, and rounds its pools. */
    private static final double POOLS = 1.1;

    private static final long MEGABYTE = 1 << 20; // as -Xmx counts
    private static final int XMX_STEP = 16; // megabytes
    private static final long KILOBYTE = 1 << 10; // as ulimit counts
    private static final long ULIMIT_STEP = 100_000; // kilobytes

    /** What threads reserve for malloc, 64 MB each, once the limit lets them. */
    private static final long ARENAS = 1_000_000_000;

    private static final Path LIMITS = Path.of("/proc/self/limits"); // Linux's
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern LIMIT = Pattern.compile("(?m)^Max address space +(\\d+) ");
    private static final Pattern SIZE = Pattern.compile("(?m)^VmSize:\\s+(\\d+) kB");

    private ProcessMemory() {}

    /**
     * Requires room on the heap.
     *
     * @param what takes it, the error's place: {@code evaluate, with 5,181 items and 100 users}
     * @param bytes live at once, without what the program itself takes
     * @param otherwise what to do instead: {@code or lower model.pDims}
     * @throws UserError with the need, the heap and an -Xmx that suffices
     */
    public static void requireHeap(String what, long bytes, String otherwise) {
        requireHeap(what, bytes, otherwise, largestPool(), Runtime.getRuntime().maxMemory());
    }

    /**
     * @param largestPool of the heap, bytes: what lives long has to fit in one pool
     * @param heap all pools together, the heap's maximum, bytes
     */
    static void requireHeap(String what, long bytes, String otherwise, long largestPool, long heap) {
        double needed = (bytes + PROGRAM_HEAP) * ROOM;
        if (needed > largestPool) {
            double share = POOLS * heap / largestPool; // a pool is a share of the heap
            double flag = Math.ceil(needed * Math.max(1, share) / MEGABYTE / XMX_STEP) * XMX_STEP;
            throw new UserError(
                    what,
                    megabytes((long) needed) + " of Java's heap",
                    megabytes(largestPool) + (largestPool < heap ? " for what lives long" : ""),
                    String.format(Locale.ROOT, "raise it with -Xmx%.0fm after java or in JAVA_TOOL_OPTIONS, ", flag)
                            + otherwise);
        }
    }

    private static long largestPool() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getMax() < 0 ? 0 : usage.getMax()) // a pool without a limit of its own
                .filter(max -> max > 0)
                .max()
                .orElse(Runtime.getRuntime().maxMemory());
    }

    /**
     * Requires addresses, as far as {@code ulimit -v} limits them: under such a limit native code that finds none ends the
     * process, or waits for them without end.
     *
     * @param what takes them, the error's place
     * @param bytes besides what the process has already
     * @throws UserError with the need, what is left, and a limit that suffices
     */
    public static void requireAddressSpace(String what, long bytes) {
        OptionalLong limit = number(LIMIT, LIMITS);
        OptionalLong size = number(SIZE, STATUS);
        if (limit.isPresent() && size.isPresent()) {
            requireAddressSpace(what, bytes, limit.getAsLong(), size.getAsLong() * KILOBYTE);
        }
    }

    /**
     * @param limit of the process, bytes
     * @param size of the process, bytes
     */
    static void requireAddressSpace(String what, long bytes, long limit, long size) {
        if (bytes > limit - size) {
            long enough = (size + bytes + ARENAS) / KILOBYTE / ULIMIT_STEP * ULIMIT_STEP + ULIMIT_STEP;
            throw new UserError(
                    what,
                    megabytes(bytes) + " of address space",
                    megabytes(Math.max(0, limit - size)) + " of the " + megabytes(limit) + " that ulimit -v allows",
                    "raise it to ulimit -v " + enough + " or to unlimited, or lower -Xmx");
        }
    }

    /**
     * The bytes that a limit of JavaCPP's leaves.
     *
     * @param limit as its properties {@code maxbytes} and {@code maxphysicalbytes} have it, bytes: 0 or less is none
     * @param used of it, bytes
     */
    public static long left(long limit, long used) {
        return limit <= 0 ? Long.MAX_VALUE : Math.max(0, limit - used);
    }

    private static OptionalLong number(Pattern pattern, Path file) {
        try {
            Matcher matcher = pattern.matcher(String.join("\n", Files.readAllLines(file)));
            return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty(); // no Linux: it has no such limit, or none that can be read
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", (bytes + MEGABYTE - 1) / MEGABYTE);
    }
}
