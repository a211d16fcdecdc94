package multvae.cli;

import multvae.io.UserError;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * Checks for the driver that a build with {@code -Pcuda} needs, before the first ND4J class loads: ND4J looks for it in a
 * static initialiser, and without it ends in a stack trace.
 */
final class NvidiaDriver {

    /** A class of ND4J's CUDA backend, looked up as a file: loading it would load the backend. */
    private static final String CUDA_BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";

    private NvidiaDriver() {}

    /** Requires the driver if the class path has ND4J's CUDA backend. */
    static void requireForCuda() {
        if (NvidiaDriver.class.getClassLoader().getResource(CUDA_BACKEND) != null) {
            require(Loader.getPlatform().startsWith("windows") ? "nvcuda.dll" : "libcuda.so.1");
        }
    }

    /**
     * Loads the driver's library as the CUDA runtime does, by the system's own search: LD_LIBRARY_PATH and ld.so.cache,
     * so that containers and WSL 2 need no list of directories here.
     *
     * @param library file name, or path, of the driver's library
     * @throws UserError if there is none that loads
     */
    static void require(String library) {
        Loader.load(Pointer.class); // JavaCPP's own library, which has loadGlobal
        try {
            Loader.loadGlobal(library);
        } catch (UnsatisfiedLinkError e) {
            throw new UserError(
                    "-Pcuda",
                    "an NVIDIA GPU",
                    "no NVIDIA driver that loads (" + e.getMessage() + ")",
                    "leave -Pcuda out, or see docs/gpu.md",
                    e);
        }
    }
}
