package multvae.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import multvae.io.FileHash;
import multvae.run.Manifest;
import multvae.run.Plan;

/** A run at a glance: its stages, whether they are fresh, when they ran, how long that took, what they take on disk. */
public record RunView(Plan plan) implements View {

    private static final double MEGABYTE = 1e6;

    private static long bytes(Manifest manifest) {
        return manifest.outputs().values().stream().mapToLong(FileHash::bytes).sum();
    }

    @Override
    public Object data() {
        List<Map<String, Object>> stages = new ArrayList<>();
        for (Plan.Step step : plan.steps()) {
            Map<String, Object> stage = new LinkedHashMap<>();
            stage.put("stage", step.judgement().stage());
            stage.put("state", step.judgement().state().name().toLowerCase(Locale.ROOT));
            stage.put("reasons", step.judgement().reasons());
            step.judgement().manifest().ifPresent(manifest -> {
                stage.put("start", manifest.start());
                stage.put("seconds", manifest.seconds());
                stage.put("bytes", bytes(manifest));
                stage.put("fingerprint", manifest.fingerprint());
                stage.put("environment", manifest.environment());
            });
            stages.add(stage);
        }
        return Map.of("stages", stages);
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
