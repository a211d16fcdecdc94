package multvae.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import multvae.training.History;

/** How a training goes, while it goes: a page that loads itself anew. */
public final class TrainingPage {

    private TrainingPage() {}

    /**
     * Renders the page.
     *
     * @param history the finished epochs, perhaps none
     * @param epochs how many there will be
     * @param variational whether the loss has a KL term
     */
    public static String render(History history, int epochs, boolean variational) {
        Map<String, Object> content = new HashMap<>();
        int done = history.epochs().size();
        content.put("title", "Epoch " + done + " of " + epochs);
        content.put("over", done >= epochs);
        content.put("plots", history.evaluated().isEmpty() ? List.of() : Plots.training(history, variational));
        return Page.render("training", content);
    }
}
