package multvae.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory ND4J may take outside of the heap. JavaCPP's own default is the heap's size, which has nothing to do
 * with what a model needs.
 */
final class OffHeapLimits {

    private static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";
    private static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";

    private OffHeapLimits() {}

    /** Sets the limits, unless the user has: arrays may fill what the heap leaves of the machine's memory. */
    static void set() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long machine = system.getTotalMemorySize();
        long heap = Runtime.getRuntime().maxMemory();
        setIfAbsent(MAX_BYTES, Math.max(machine - heap, machine / 4));
        setIfAbsent(MAX_PHYSICAL_BYTES, machine);
    }

    private static void setIfAbsent(String property, long bytes) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Long.toString(bytes));
        }
    }
}
