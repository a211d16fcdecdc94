package multvae.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The loss of each step of a training, in bounded memory: once there are too many points, each two neighbours become one, their
 * mean. Not thread-safe.
 */
public final class StepLosses {

    private static final int MOST_POINTS = 512; // even

    /**
     * The mean of some steps in a row.
     *
     * @param step the last of them, counted from 1 at the start of training
     * @param loss their mean
     */
    record Point(long step, double loss) {}

    private final List<Point> points = new ArrayList<>();
    private int perPoint = 1;
    private long step;
    private double sum; // of the steps since the last point
    private int steps;

    /** Forgets everything; the next step comes after so many. */
    public void startAfter(long stepsBefore) {
        points.clear();
        perPoint = 1;
        sum = 0;
        steps = 0;
        step = stepsBefore;
    }

    /** A step is done. */
    public void add(double loss) {
        step++;
        steps++;
        sum += loss;
        if (steps < perPoint) {
            return;
        }
        points.add(new Point(step, sum / steps));
        sum = 0;
        steps = 0;
        if (points.size() == MOST_POINTS) {
            halve();
        }
    }

    private void halve() {
        for (int k = 0; k < MOST_POINTS / 2; k++) {
            Point second = points.get(2 * k + 1);
            points.set(k, new Point(second.step(), (points.get(2 * k).loss() + second.loss()) / 2));
        }
        points.subList(MOST_POINTS / 2, MOST_POINTS).clear();
        perPoint *= 2;
    }

    /** In the order of the steps; those since the last whole point are not among them. */
    List<Point> points() {
        return List.copyOf(points);
    }

    /** How many steps a point is the mean of. */
    int stepsPerPoint() {
        return perPoint;
    }

    /** A copy that no later step changes. */
    public StepLosses copy() {
        StepLosses copy = new StepLosses();
        copy.points.addAll(points);
        copy.perPoint = perPoint;
        copy.step = step;
        copy.sum = sum;
        copy.steps = steps;
        return copy;
    }
}
