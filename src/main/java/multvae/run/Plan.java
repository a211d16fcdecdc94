package multvae.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.io.UserError;

/** What a run would do and why, without doing it. */
public record Plan(List<Step> steps) {

    /**
     * What a run would do with a stage.
     *
     * @param judgement whether the stage is fresh
     * @param selected whether the stage is among those to run
     * @param missing the stages that it needs, that are not fresh and that are not selected: it would be refused
     * @param problem what is wrong with a user's file that it would read
     * @param warnings what has changed since its artifacts were made, though they are fresh
     */
    public record Step(
            Judgement judgement,
            boolean selected,
            List<String> missing,
            Optional<UserError> problem,
            List<String> warnings) {}

    /**
     * Whether a stage is to run, and why.
     *
     * @param stage the stage's name
     * @param state whether it is to run
     * @param reasons why it is not fresh, a phrase each; empty if it is
     * @param manifest of the outputs on disk, if there is a sound one
     */
    public record Judgement(String stage, State state, List<String> reasons, Optional<Manifest> manifest) {

        /** What of the environment may change a result's last bits. */
        private static final List<String> NUMERICAL = List.of("backend", "nd4j", "threads");

        static Judgement stale(String stage, List<String> reasons, Optional<Manifest> manifest) {
            return new Judgement(stage, State.STALE, List.copyOf(reasons), manifest);
        }

        static Judgement forced(String stage) {
            return stale(stage, List.of("forced"), Optional.empty());
        }

        public boolean isFresh() {
            return state == State.FRESH;
        }

        /** The reasons on one line. */
        public String why() {
            return String.join("; ", reasons);
        }

        /** What may change a result's last bits and is not as it was when the outputs were made, a phrase each. */
        List<String> numericalDifferences(Map<String, Object> environment) {
            Map<String, Object> then = manifest.map(Manifest::environment).orElse(Map.of());
            return NUMERICAL.stream()
                    .filter(name -> then.containsKey(name) && environment.containsKey(name))
                    .filter(name -> !String.valueOf(then.get(name)).equals(String.valueOf(environment.get(name))))
                    .map(name -> name + " " + then.get(name) + ", now " + environment.get(name))
                    .toList();
        }
    }

    /** What can be known of a stage before an earlier one has run. */
    public enum State {
        /** Its outputs are what it would make now. */
        FRESH,
        /** It has to run. */
        STALE,
        /** It has to run if an earlier stage, which is not fresh, writes other bytes than before. */
        OPEN
    }

    /** For people, one line per stage and per warning. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Step step : steps) {
            String stage = step.judgement().stage();
            lines.add(stage + ": " + verdict(step));
            step.warnings().forEach(warning -> lines.add(stage + ": warning, " + warning));
        }
        return lines;
    }

    private static String verdict(Step step) {
        Judgement judgement = step.judgement();
        String aside = step.selected() ? "" : " (not selected)";
        if (!step.missing().isEmpty()) {
            return "refused, needs " + String.join(", ", step.missing()) + " run before";
        }
        if (step.problem().isPresent()) {
            return "refused, " + step.problem().get().getMessage();
        }
        return switch (judgement.state()) {
            case FRESH -> "fresh" + aside;
            case STALE -> "stale" + aside + ", " + judgement.why();
            case OPEN -> "runs if one of these changes" + aside + ": " + String.join(", ", judgement.reasons());
        };
    }
}
