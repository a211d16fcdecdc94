package multvae.model;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import multvae.weights.Ranges;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The multinomial likelihood of a batch's logits, and its gradient by them: softmax, likelihood and gradient in one pass over the
 * logits; the graph makes a dozen. The logits are those of all items or of some; here a logit's number is its place.
 *
 * <p>Not thread-safe: it reuses its arrays, which grow to the most logits that a user has had.
 */
final class Likelihood {

    private final float[][] rows = new float[Ranges.PARTS][0]; // [parts, places]
    private final float[][] columnSums = new float[Ranges.PARTS][0]; // [parts, places]
    private final Softmax[] softmax = new Softmax[Ranges.PARTS];
    private float[] biasGradient = new float[0]; // [places]

    Likelihood() {
        Arrays.setAll(softmax, part -> new Softmax());
    }

    /**
     * The mean over users of the negative log-likelihood of their items.
     *
     * @param scores the logits of all items, [users, items]
     */
    double nll(float[] scores, int items, BatchRows target) {
        double[] nll = new double[Ranges.PARTS];
        Ranges.parallel(target.users(), (part, from, to) -> {
            float[] row = large(rows, part, items);
            for (int u = from; u < to; u++) {
                System.arraycopy(scores, u * items, row, 0, items);
                double ofEvents = sumOfEvents(row, target, u, IntUnaryOperator.identity());
                float max = max(row, items);
                nll[part] += nll(target.rowLength(u), max, softmax[part].exponentials(row, items, max), ofEvents);
            }
        });
        return HostFloats.sum(nll) / target.users();
    }

    /**
     * The mean over users of the negative log-likelihood of their items, and its gradients by the logits and by what is added to them.
     *
     * @param logits [users, places], without biases; replaced by their gradient
     * @param biases [places], and more: added to each user's logits
     * @param place of an item
     */
    double differentiate(INDArray logits, float[] biases, int places, BatchRows target, IntUnaryOperator place) {
        double[] nll = new double[Ranges.PARTS];
        HostFloats.write(
                logits,
                buffer -> Ranges.parallel(
                        target.users(),
                        (part, from, to) -> nll[part] =
                                differentiate(buffer, biases, places, target, place, new Stretch(part, from, to))));
        biasGradient = biasGradient.length < places ? new float[places] : biasGradient;
        Arrays.fill(biasGradient, 0, places, 0);
        for (float[] sums : columnSums) {
            Elementwise.add(biasGradient, sums, places);
        }
        return HostFloats.sum(nll) / target.users();
    }

    /** Users {@code from} to {@code to}, exclusive. */
    private record Stretch(int part, int from, int to) {}

    private double differentiate(
            HostFloats logits, float[] biases, int places, BatchRows target, IntUnaryOperator place, Stretch users) {
        float[] row = large(rows, users.part, places);
        float[] sums = large(columnSums, users.part, places);
        Arrays.fill(sums, 0, places, 0);
        double nll = 0;
        for (int u = users.from; u < users.to; u++) {
            logits.getRow(u, places, row);
            Elementwise.add(row, biases, places);
            double ofEvents = sumOfEvents(row, target, u, place);
            float max = max(row, places);
            double exponentials = softmax[users.part].exponentials(row, places, max);
            nll += nll(target.rowLength(u), max, exponentials, ofEvents);
            gradient(row, places, exponentials, target, u, place, sums);
            logits.putRow(u, places, row);
        }
        return nll;
    }

    private static float[] large(float[][] arrays, int part, int length) {
        if (arrays[part].length < length) {
            arrays[part] = new float[length];
        }
        return arrays[part];
    }

    /** n * log sum exp(logits) - the sum of the n events' logits. */
    private static double nll(int events, float max, double exponentials, double logits) {
        return events * (max + Math.log(exponentials)) - logits;
    }

    private static double sumOfEvents(float[] row, BatchRows target, int user, IntUnaryOperator place) {
        double sum = 0;
        for (int k = target.rowStart(user); k < target.rowStart(user + 1); k++) {
            sum += row[place.applyAsInt(target.column(k))];
        }
        return sum;
    }

    /**
     * From exp(logits - max) to the gradient by the logits: (n * softmax - target) / users.
     *
     * @param exponentials their sum
     * @param sums the gradient is added to
     */
    private static void gradient(
            float[] row,
            int places,
            double exponentials,
            BatchRows target,
            int user,
            IntUnaryOperator place,
            float[] sums) {
        float scale = (float) (target.rowLength(user) / (exponentials * target.users()));
        for (int i = 0; i < places; i++) {
            float scaled = row[i] * scale;
            row[i] = scaled;
            sums[i] += scaled;
        }
        float share = 1f / target.users();
        for (int k = target.rowStart(user); k < target.rowStart(user + 1); k++) {
            int at = place.applyAsInt(target.column(k));
            row[at] -= share;
            sums[at] -= share;
        }
    }

    private static float max(float[] row, int length) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            if (row[i] > max) { // a NaN is no maximum, but makes the sum of exponentials NaN
                max = row[i];
            }
        }
        return max;
    }

    /** The last gradient by what is added to the logits: its sum over the users, [places] and more. */
    float[] biasGradient() {
        return biasGradient;
    }
}
