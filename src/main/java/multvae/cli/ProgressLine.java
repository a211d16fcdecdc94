package multvae.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * A bar for terminals of any width. On a narrow one the bar, the count, the speed and the message go first; how much is done and how
 * long it will take stay.
 *
 * @param unit what is counted, such as users; empty if the count means nothing to a person
 */
record ProgressLine(String unit) implements ProgressBarRenderer {

    private static final int SHORTEST_BAR = 12; // with its ends
    private static final int LONGEST_BAR = 32;

    @Override
    public String render(ProgressState state, int width) {
        return line(
                width,
                state.getTaskName(),
                state.getStart(),
                state.getCurrent(),
                state.getMax(),
                state.getElapsedAfterStart(),
                state.getExtraMessage());
    }

    /**
     * The line.
     *
     * @param width in characters
     * @param start how much was done when the clock began
     * @param current how much is done
     * @param max how much there is to do
     * @param message comes last; may be empty
     */
    String line(int width, String task, long start, long current, long max, Duration elapsed, String message) {
        double seconds = elapsed.toMillis() / 1000.0;
        double perSecond = seconds > 0 ? (current - start) / seconds : 0;
        String left = perSecond > 0 ? time(Math.round((max - current) / perSecond)) : "?";
        String head = String.format(Locale.ROOT, "%s %3d%%", task, max > 0 ? 100 * current / max : 0);
        String tail = " " + left + " left";
        int free = width - head.length() - tail.length();
        if (free < 0) {
            return (head + tail).substring(0, Math.max(0, width));
        }
        boolean hasBar = free > SHORTEST_BAR;
        free -= hasBar ? SHORTEST_BAR + 1 : 0;
        for (String more : unit.isEmpty()
                ? new String[] {}
                : new String[] {
                    String.format(Locale.ROOT, ", %d/%d %s", current, max, unit),
                    String.format(Locale.ROOT, ", %d/s", Math.round(perSecond)),
                    message == null || message.isBlank() ? "" : " | " + message.strip()
                }) {
            if (more.length() <= free) {
                tail += more;
                free -= more.length();
            }
        }
        int bar = hasBar ? Math.min(LONGEST_BAR, SHORTEST_BAR + free) - 2 : 0;
        int done = max > 0 ? (int) (bar * current / max) : 0;
        return head + (hasBar ? " [" + "=".repeat(done) + " ".repeat(bar - done) + "]" : "") + tail;
    }

    private static String time(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
