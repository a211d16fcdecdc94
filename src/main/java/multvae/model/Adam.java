package multvae.model;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adam (Kingma and Ba 2015, Adam: a method for stochastic optimization) in the form of section 2, before the last line of
 * Algorithm 1 is rearranged, as TensorFlow and ND4J have it:
 *
 * <pre>
 *   alpha_t = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t)
 *   m = beta1 * m + (1 - beta1) * g;   v = beta2 * v + (1 - beta2) * g^2
 *   w = w - alpha_t * m / (sqrt(v) + epsilon)
 * </pre>
 *
 * with beta1 0.9, beta2 0.999 and epsilon 1e-8. PyTorch has its epsilon elsewhere, which changes a loss by less than 1e-4.
 *
 * <p>The rule is here twice: in plain Java ({@link Update}), which makes one pass over gradient, weight and moments, and
 * with ND4J's own operation ({@link #update}), which makes two and takes 2.5 times as long on a CPU, but runs on a GPU.
 */
public final class Adam implements AutoCloseable {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Parameters first; // m
    private final Parameters second; // v
    private double learningRate;
    private long steps; // before this one, t - 1

    /** Moments of zero for these parameters. */
    public Adam(Parameters parameters) {
        this.first = parameters.zeros();
        this.second = parameters.zeros();
    }

    /** The moving means of the gradients, m. */
    public Parameters firstMoments() {
        return first;
    }

    /** The moving means of the gradients' squares, v. */
    public Parameters secondMoments() {
        return second;
    }

    /** Begins the step after {@code steps} earlier ones. */
    public void begin(double learningRate, long steps) {
        this.learningRate = learningRate;
        this.steps = steps;
    }

    /**
     * Updates a parameter with ND4J's operation.
     *
     * @param gradient by the parameter; holds the parameter's change afterwards
     */
    void update(Parameters parameters, String name, INDArray gradient) {
        Nd4j.exec(new AdamUpdater(
                gradient,
                second.get(name),
                first.get(name),
                learningRate,
                BETA1,
                BETA2,
                EPSILON,
                Math.toIntExact(steps)));
        parameters.get(name).subi(gradient);
    }

    /**
     * This step's rule for one parameter, in plain Java.
     *
     * @param gradientScale what the gradient is multiplied by
     * @param decay what the weight is multiplied by to be added to the gradient: twice the weight penalty
     */
    Update of(Parameters parameters, String name, double gradientScale, double decay) {
        double t = steps + 1.0;
        double alpha = learningRate * Math.sqrt(1 - Math.pow(BETA2, t)) / (1 - Math.pow(BETA1, t));
        return new Update(
                HostFloats.writable(parameters.get(name)),
                HostFloats.writable(first.get(name)),
                HostFloats.writable(second.get(name)),
                (float) alpha,
                (float) gradientScale,
                (float) decay);
    }

    /**
     * The rule for one parameter in one step.
     *
     * @param weights the parameter's elements
     * @param first m
     * @param second v
     * @param alpha the step size with both moments' bias corrected
     */
    record Update(
            HostFloats weights, HostFloats first, HostFloats second, float alpha, float gradientScale, float decay) {

        /** Updates elements {@code from} to {@code from + length - 1} with the gradient in {@code stretch}. */
        void apply(Stretch stretch, long from, int length) {
            weights.get(from, stretch.weight, 0, length);
            first.get(from, stretch.m, 0, length);
            second.get(from, stretch.v, 0, length);
            step(stretch.gradient, stretch.weight, stretch.m, stretch.v, length);
            weights.put(from, stretch.weight, 0, length);
            first.put(from, stretch.m, 0, length);
            second.put(from, stretch.v, 0, length);
        }

        private void step(float[] gradient, float[] w, float[] m, float[] v, int length) {
            float beta1 = (float) BETA1;
            float beta2 = (float) BETA2;
            float rest1 = (float) (1 - BETA1);
            float rest2 = (float) (1 - BETA2); // rounded from double: 1 - 0.999f is off by 1.3e-5 of itself
            float epsilon = (float) EPSILON;
            for (int i = 0; i < length; i++) {
                float g = gradientScale * (gradient[i] + decay * w[i]);
                m[i] = beta1 * m[i] + rest1 * g;
                v[i] = beta2 * v[i] + rest2 * g * g;
                w[i] -= alpha * m[i] / ((float) Math.sqrt(v[i]) + epsilon);
            }
        }
    }

    /** One thread's arrays: a stretch of a parameter while it is updated. */
    static final class Stretch {

        final float[] gradient;
        private final float[] weight;
        private final float[] m;
        private final float[] v;

        Stretch(int length) {
            gradient = new float[length];
            weight = new float[length];
            m = new float[length];
            v = new float[length];
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
