package multvae.weights;

import java.lang.reflect.InvocationTargetException;

/** Which kernel this JVM is fastest with. */
final class Kernels {

    /** Works in every JVM. */
    static final Kernel.Maker LOOP = (in, biases) -> new LoopKernel(in, biases, Fma.IN_HARDWARE);

    /** {@code VectorKernel} in a JVM with {@code --add-modules jdk.incubator.vector}, if it can make instructions of it; else {@link #LOOP}. */
    static final Kernel.Maker FASTEST = fastest();

    private Kernels() {}

    private static Kernel.Maker fastest() {
        boolean asked = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return asked && Fma.IN_HARDWARE && optimises() ? vector() : LOOP;
    }

    /** Whether HotSpot's second compiler is on. Without it every operation on a vector is a call that allocates. */
    private static boolean optimises() {
        String mode = System.getProperty("java.vm.info", "");
        return mode.startsWith("mixed mode") && !mode.contains("emulated-client");
    }

    /**
     * By name, as {@code src/main/vector} is compiled by itself, against a module that {@code --release} hides: who compiles only
     * {@code src/main/java} has no such class.
     */
    private static Kernel.Maker vector() {
        try {
            return Class.forName("multvae.weights.VectorKernel$Maker")
                    .asSubclass(Kernel.Maker.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (InvocationTargetException e) {
            return LOOP; // this processor's vectors are narrow
        } catch (ReflectiveOperationException | LinkageError e) {
            return LOOP; // not compiled, or against another form of the incubating module
        }
    }
}
