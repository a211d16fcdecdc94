package multvae.weights;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether {@link Math#fma(float, float, float)} is an instruction of the processor. Where it is not, as on x86 before 2013, it takes a
 * thousand times as long.
 */
final class Fma {

    /** HotSpot's answer; true of a JVM that cannot be asked. */
    static final boolean IN_HARDWARE = inHardware();

    private Fma() {}

    private static boolean inHardware() {
        if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) {
            return true;
        }
        try {
            HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return vm == null || Boolean.parseBoolean(vm.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException | LinkageError e) {
            return true; // another JVM, without the option or the class
        }
    }
}
