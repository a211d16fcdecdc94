package multvae.run;

import java.util.List;
import java.util.Optional;

/**
 * Whether a stage is to run, and why.
 *
 * @param stage the stage's name
 * @param state whether it is to run
 * @param reasons why it is not fresh, a phrase each; none where it is
 * @param manifest of the outputs on disk, where there is a sound one
 */
public record Judgement(String stage, State state, List<String> reasons, Optional<Manifest> manifest) {

    /** What can be known before an earlier stage has run. */
    public enum State {
        /** Its outputs are what it would make now. */
        FRESH,
        /** It has to run. */
        STALE,
        /** It has to run if an earlier stage, which is not fresh, writes other bytes than before. */
        OPEN
    }

    static Judgement stale(String stage, List<String> reasons, Optional<Manifest> manifest) {
        return new Judgement(stage, State.STALE, List.copyOf(reasons), manifest);
    }

    public boolean isFresh() {
        return state == State.FRESH;
    }

    /** The reasons on one line. */
    public String why() {
        return String.join("; ", reasons);
    }
}
