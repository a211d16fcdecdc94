package multvae.run;

import java.util.ArrayList;
import java.util.List;
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
     * @param problem what is wrong with a file of the user's that it would read
     * @param warnings what is not as it was when its artifacts were made, though they are fresh
     */
    public record Step(
            Judgement judgement,
            boolean selected,
            List<String> missing,
            Optional<UserError> problem,
            List<String> warnings) {}

    /** For people, a line a stage and a line a warning. */
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
