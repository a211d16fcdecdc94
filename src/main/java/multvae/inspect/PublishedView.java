package multvae.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import multvae.split.PublishedComparison;

/** The ids that git gives to the authors' files of a split, beside those of the files that they published. */
public final class PublishedView implements View {

    private final PublishedComparison comparison;

    /** {@code published} is null if nothing is published to compare with. */
    private record File(String file, String gitBlob, String published) {}

    /** {@code incomparable} says why nothing is published to compare with; it is empty if there is. */
    private record Data(List<File> files, List<String> different, List<String> incomparable) {}

    public PublishedView(PublishedComparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public Object data() {
        List<File> files = comparison.files().stream()
                .map(file ->
                        new File(file.name(), file.gitBlob(), file.published().orElse(null)))
                .toList();
        return new Data(files, comparison.different(), comparison.incomparable());
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("the authors' files, written of this split: what git hash-object prints for them");
        for (PublishedComparison.File file : comparison.files()) {
            String line = String.format(Locale.ROOT, "  %-18s %s", file.name(), file.gitBlob());
            String published = file.published()
                    .map(id -> file.differs() ? "  differs, published is " + id : "  as published")
                    .orElse("");
            lines.add(line + published);
        }
        lines.add(summary());
        return lines;
    }

    private String summary() {
        if (!comparison.incomparable().isEmpty()) {
            return "nothing is published to compare with: " + String.join("; ", comparison.incomparable());
        }
        return comparison.different().isEmpty()
                ? "all are the published ones, byte for byte: this is the published split"
                : "this is not the published split";
    }
}
