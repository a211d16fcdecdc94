package multvae.model;

import multvae.io.ProcessMemory;

/**
 * ND4J's native libraries, and what they take of addresses as they load. OpenBLAS has a thread for every core, and each
 * waits without end for a buffer of 128 MB if there is none, the end of the process included. So there has to be room for all
 * of them before.
 */
public final class NativeLibraries {

    /** With one thread, as measured with version M2.1: 560 MB. */
    private static final long LIBRARIES = 600_000_000;

    /** A buffer, a stack and an arena of malloc for each further thread, as measured with 2, 8 and 32: 139 to 148 MB. */
    private static final long THREAD = 160_000_000;

    private static boolean loaded;

    private NativeLibraries() {}

    /**
     * Requires addresses for the libraries, unless they are loaded already, and for what is done with them.
     *
     * @param what takes them, the error's place
     * @param bytes of arrays
     * @throws multvae.io.UserError if ulimit -v leaves too little
     */
    public static synchronized void requireRoom(String what, long bytes) {
        long libraries = loaded ? 0 : LIBRARIES + threads() * THREAD;
        ProcessMemory.requireAddressSpace(what, libraries + bytes);
        loaded = true;
    }

    private static long threads() {
        for (String variable : new String[] {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}) {
            String threads = System.getenv(variable);
            if (threads != null && threads.matches("[1-9][0-9]{0,4}")) {
                return Long.parseLong(threads);
            }
        }
        return Runtime.getRuntime().availableProcessors();
    }
}
