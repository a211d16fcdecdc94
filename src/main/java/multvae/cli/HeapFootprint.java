package multvae.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;

/**
 * Keeps the heap's touched pages few. A training makes little garbage, so that G1 spreads it over the whole heap before it
 * first collects: resident memory grows for many epochs, up to {@code -Xmx}, with what could have been collected long ago.
 */
final class HeapFootprint {

    private static final String INTERVAL = "G1PeriodicGCInterval"; // milliseconds since the last collection
    private static final String TWO_SECONDS = "2000";

    private HeapFootprint() {}

    /** Has G1 collect every two seconds, unless the user has set how often, or chosen another collector. */
    static void keepSmall() {
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
