package multvae.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import multvae.io.UserError;
import multvae.run.RunLayout;
import picocli.CommandLine.Option;

/** Some of the stages. */
final class StageSelection {

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "${sys:stage}",
            description = "run only these stages, in the pipeline's order (-Dstage)")
    private List<String> stages = List.of();

    /** The names of the stages to run; none means all. */
    Set<String> names() {
        Set<String> selected = new LinkedHashSet<>();
        for (String stage : stages) {
            if (!RunLayout.STAGES.contains(stage.strip())) {
                throw new UserError(
                        "-Dstage", "some of " + String.join(",", RunLayout.STAGES), "\"" + stage + "\"", "correct it");
            }
            selected.add(stage.strip());
        }
        return selected;
    }
}
