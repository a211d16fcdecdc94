package multvae.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            List<String> warnings) {

        private Step openedBy(List<String> inputs) {
            return judgement.state() == State.STALE
                    ? this
                    : new Step(judgement.openedBy(inputs), selected, missing, problem, List.of());
        }
    }

    /**
     * Whether a stage is to run, and why.
     *
     * @param stage the stage's name
     * @param state whether it is to run
     * @param reasons why it is not fresh; empty if it is
     * @param manifest of the outputs on disk, if there is a sound one
     */
    public record Judgement(String stage, State state, List<Reason> reasons, Optional<Manifest> manifest) {

        /** What of the environment may change a result's last bits. */
        private static final List<String> NUMERICAL = List.of("backend", "nd4j", "threads");

        static Judgement stale(String stage, List<Reason> reasons, Optional<Manifest> manifest) {
            return new Judgement(stage, State.STALE, List.copyOf(reasons), manifest);
        }

        static Judgement forced(String stage) {
            return stale(stage, List.of(Reason.of("forced")), Optional.empty());
        }

        static Judgement open(String stage, List<String> inputs, Optional<Manifest> manifest) {
            return new Judgement(
                    stage, State.OPEN, inputs.stream().map(Reason::of).toList(), manifest);
        }

        private Judgement openedBy(List<String> inputs) {
            List<String> all = Stream.concat(reasons.stream().map(Reason::text), inputs.stream())
                    .toList();
            return open(stage, all, manifest);
        }

        public boolean isFresh() {
            return state == State.FRESH;
        }

        /** Whether nothing but the value of a configuration key has changed. */
        public boolean isStaleByOnly(String key) {
            return state == State.STALE
                    && reasons.size() == 1
                    && reasons.get(0).key().equals(Optional.of(key));
        }

        /** The reasons on one line. */
        public String why() {
            return joined("; ");
        }

        private String joined(String separator) {
            return reasons.stream().map(Reason::text).collect(Collectors.joining(separator));
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

    /**
     * Why a stage is not fresh.
     *
     * @param text for people, a phrase; for an open stage the name of an input that may change
     * @param key the configuration key whose value has changed, if it is that
     */
    public record Reason(String text, Optional<String> key) {

        static Reason of(String text) {
            return new Reason(text, Optional.empty());
        }

        static Reason ofKey(String key, String before, String now) {
            return new Reason(key + " " + before + " -> " + now, Optional.of(key));
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

    /** The steps of some stages. */
    public Plan of(Set<String> stages) {
        return new Plan(steps.stream()
                .filter(step -> stages.contains(step.judgement().stage()))
                .toList());
    }

    /** Whether a stage would run, or may once an earlier one has run. */
    public boolean mayRun(String stage) {
        return of(Set.of(stage)).steps.stream()
                .anyMatch(step -> step.selected() && !step.judgement().isFresh());
    }

    /**
     * The same with stages that also run if one of these inputs changes, which another pipeline writes.
     *
     * @param inputs their names; none leaves the plan as it is
     */
    public Plan openedBy(List<String> inputs) {
        return inputs.isEmpty()
                ? this
                : new Plan(steps.stream().map(step -> step.openedBy(inputs)).toList());
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
            case OPEN -> "runs if one of these changes" + aside + ": " + judgement.joined(", ");
        };
    }
}
