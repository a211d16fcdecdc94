package multvae.model;

import java.nio.FloatBuffer;

/**
 * A step of Adam for one parameter in plain Java: one pass over gradient, weight and moments, where ND4J's operations make
 * two and take 2.5 times as long.
 *
 * @param weights the parameter's elements
 * @param first m
 * @param second v
 * @param alpha the bias-corrected step size
 * @param gradientScale what the gradient is multiplied by
 * @param decay what the weight is multiplied by to be added to the gradient: twice the weight penalty
 */
record AdamUpdate(
        FloatBuffer weights, FloatBuffer first, FloatBuffer second, float alpha, float gradientScale, float decay) {

    private static final float BETA1 = (float) Adam.BETA1;
    private static final float BETA2 = (float) Adam.BETA2;
    // rounded from double: 1 - 0.999f is off by 1.3e-5 of itself
    private static final float ONE_MINUS_BETA1 = (float) (1 - Adam.BETA1);
    private static final float ONE_MINUS_BETA2 = (float) (1 - Adam.BETA2);
    private static final float EPSILON = (float) Adam.EPSILON;

    /** One thread's arrays: a stretch of the parameter while it is worked on. */
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

    /** Updates elements {@code from} to {@code from + length - 1} with the gradient in {@code stretch}. */
    void apply(Stretch stretch, int from, int length) {
        float[] w = stretch.weight;
        float[] m = stretch.m;
        float[] v = stretch.v;
        weights.get(from, w, 0, length);
        first.get(from, m, 0, length);
        second.get(from, v, 0, length);
        step(stretch.gradient, w, m, v, length);
        weights.put(from, w, 0, length);
        first.put(from, m, 0, length);
        second.put(from, v, 0, length);
    }

    private void step(float[] gradient, float[] w, float[] m, float[] v, int length) {
        for (int i = 0; i < length; i++) {
            float g = gradientScale * (gradient[i] + decay * w[i]);
            float mean = BETA1 * m[i] + ONE_MINUS_BETA1 * g;
            float square = BETA2 * v[i] + ONE_MINUS_BETA2 * g * g;
            m[i] = mean;
            v[i] = square;
            w[i] -= alpha * mean / ((float) Math.sqrt(square) + EPSILON);
        }
    }
}
