package multvae.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;

/** Sets how much memory the process may take and how fast it gives it back, unless the user has set it. */
final class Memory {

    private static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";
    private static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";
    private static final String INTERVAL = "G1PeriodicGCInterval"; // milliseconds since the last collection
    private static final String TWO_SECONDS = "2000";

    private Memory() {}

    /**
     * Lets ND4J's arrays fill what the heap leaves of the machine's memory. JavaCPP's own default is the heap's size, which
     * has nothing to do with what a model needs.
     */
    static void limitOffHeap() {
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

    /**
     * Has G1 collect every two seconds. A training makes so little garbage that G1 would spread it over the whole heap before
     * the first collection: resident memory would grow for many epochs, up to {@code -Xmx}.
     */
    static void keepHeapSmall() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (vm != null && isG1() && vm.getVMOption(INTERVAL).getOrigin() == VMOption.Origin.DEFAULT) {
            vm.setVMOption(INTERVAL, TWO_SECONDS);
        }
    }

    private static boolean isG1() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .anyMatch(collector -> collector.getName().startsWith("G1"));
    }
}
