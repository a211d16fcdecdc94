package multvae.config;

import java.util.List;

/**
 * What the sweep command tries.
 *
 * @param grid the keys that are varied, each once, with their values; every combination is trained
 */
public record SweepSettings(List<SweepAxis> grid) {

    static SweepSettings read(Section sweep) {
        return new SweepSettings(sweep.distinctList("grid", SweepAxis.kind(), false));
    }
}
