package multvae.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import multvae.io.FileHash;
import multvae.run.Manifest;
import multvae.run.Plan;

/** A run at a glance: its stages, whether they are fresh, when they ran, how long that took, what they take on disk. */
public record RunView(Plan plan) implements View {

    private static final double MEGABYTE = 1e6;

    private record Data(List<StageData> stages) {}

    /** What comes from the manifest is left out if there is none. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record StageData(
            String stage,
            String state,
            List<String> reasons,
            String start,
            Double seconds,
            Long bytes,
            String fingerprint,
            Map<String, Object> environment) {}

    private static long bytes(Manifest manifest) {
        return manifest.outputs().values().stream().mapToLong(FileHash::bytes).sum();
    }

    @Override
    public Object data() {
        return new Data(plan.steps().stream().map(RunView::stage).toList());
    }

    private static StageData stage(Plan.Step step) {
        Optional<Manifest> manifest = step.judgement().manifest();
        return new StageData(
                step.judgement().stage(),
                step.judgement().state().name().toLowerCase(Locale.ROOT),
                step.judgement().reasons().stream().map(Plan.Reason::text).toList(),
                manifest.map(Manifest::start).orElse(null),
                manifest.map(Manifest::seconds).orElse(null),
                manifest.map(RunView::bytes).orElse(null),
                manifest.map(Manifest::fingerprint).orElse(null),
                manifest.map(Manifest::environment).orElse(null));
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-11s %-6s %-24s %9s %9s", "stage", "state", "began", "seconds", "MB"));
        for (Plan.Step step : plan.steps()) {
            lines.add(String.format(
                            Locale.ROOT,
                            "%-11s %-6s %-24s %9s %9s",
                            step.judgement().stage(),
                            step.judgement().state().name().toLowerCase(Locale.ROOT),
                            step.judgement().manifest().map(Manifest::start).orElse("-"),
                            step.judgement()
                                    .manifest()
                                    .map(m -> String.format(Locale.ROOT, "%.1f", m.seconds()))
                                    .orElse("-"),
                            step.judgement()
                                    .manifest()
                                    .map(m -> String.format(Locale.ROOT, "%.2f", bytes(m) / MEGABYTE))
                                    .orElse("-"))
                    .stripTrailing());
        }
        plan.lines().stream().filter(line -> !line.endsWith(": fresh")).forEach(lines::add);
        return lines;
    }
}
