package multvae.model;

/**
 * Adam (Kingma and Ba 2015) in the form of section 2, before Algorithm 1's last line is rearranged, as TensorFlow and
 * ND4J have it:
 *
 * <pre>
 *   alpha_t = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t)
 *   m = beta1 * m + (1 - beta1) * g;   v = beta2 * v + (1 - beta2) * g^2
 *   w = w - alpha_t * m / (sqrt(v) + epsilon)
 * </pre>
 *
 * with beta1 0.9, beta2 0.999, epsilon 1e-8. PyTorch's epsilon sits elsewhere, which is worth less than 1e-4 of a loss.
 */
public final class Adam implements AutoCloseable {

    static final double BETA1 = 0.9;
    static final double BETA2 = 0.999;
    static final double EPSILON = 1e-8;

    private final Parameters first; // m
    private final Parameters second; // v
    private double learningRate;
    private long steps;

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

    double learningRate() {
        return learningRate;
    }

    /** The steps before this one, t - 1. */
    long steps() {
        return steps;
    }

    /** The step size with both moments' bias corrected. */
    private float alpha() {
        double t = steps + 1.0;
        return (float) (learningRate * Math.sqrt(1 - Math.pow(BETA2, t)) / (1 - Math.pow(BETA1, t)));
    }

    /** This step's rule for one parameter, on the host. */
    AdamUpdate hostRule(Parameters parameters, String name, double gradientScale, double decay) {
        return new AdamUpdate(
                HostFloats.writable(parameters.get(name)),
                HostFloats.writable(first.get(name)),
                HostFloats.writable(second.get(name)),
                alpha(),
                (float) gradientScale,
                (float) decay);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
