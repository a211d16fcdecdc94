package multvae.weights;

import java.util.HashMap;
import java.util.Map;
import multvae.io.SafetensorsReader;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.Layer;
import multvae.weights.Architecture.Parameter;
import multvae.weights.Architecture.Role;

/**
 * What follows the affine map of each layer but the last one, in evaluation: where the models differ. {@code InnerGraph} of
 * package model is the same in training.
 */
sealed interface InnerLayers {

    /** Those of a model. */
    static InnerLayers of(Architecture architecture) {
        return switch (architecture.type()) {
            case MULT_VAE, MULT_DAE -> new Activated(architecture);
            case RECVAE -> new Residual(architecture);
        };
    }

    /**
     * Turns the result of a layer's affine map into the next layer's input.
     *
     * @param values [users, outputs of the layer], row-major; of (mu, log sigma^2) mu alone. Replaced
     */
    void follow(Layer layer, float[] values, int users);

    /**
     * Reads a parameter of a layer norm.
     *
     * @param values stands before it
     */
    void read(Parameter parameter, SafetensorsReader values);

    /** Replaces elements {@code from} to {@code to - 1} by their activation. */
    static void activate(Activation activation, float[] values, int from, int to) {
        switch (activation) {
            case TANH -> Tanh.apply(values, from, to);
            case SIGMOID -> {
                for (int k = from; k < to; k++) {
                    values[k] = (float) (1 / (1 + Math.exp(-values[k])));
                }
            }
            case RELU -> {
                for (int k = from; k < to; k++) {
                    values[k] = Math.max(values[k], 0);
                }
            }
            case ELU -> {
                for (int k = from; k < to; k++) {
                    values[k] = values[k] > 0 ? values[k] : (float) Math.expm1(values[k]);
                }
            }
            case SWISH -> {
                for (int k = from; k < to; k++) {
                    values[k] = (float) (values[k] / (1 + Math.exp(-values[k])));
                }
            }
        }
    }

    /** Mult-VAE and Mult-DAE: an activation, but not after mu. */
    final class Activated implements InnerLayers {

        private final Activation activation;
        private final int mu; // the layer that ends with it; -1 if there is none

        Activated(Architecture architecture) {
            this.activation = architecture.activation();
            this.mu = architecture.variational() ? architecture.encoder().size() - 1 : -1;
        }

        @Override
        public void follow(Layer layer, float[] values, int users) {
            if (layer.number() != mu) {
                Ranges.parallel(users * layer.out(), (part, from, to) -> activate(activation, values, from, to));
            }
        }

        @Override
        public void read(Parameter parameter, SafetensorsReader values) {
            throw new IllegalArgumentException("no layer norm: " + parameter);
        }
    }

    /**
     * RecVAE: a hidden layer ends with LN(activation(affine + the sum of the hidden layers before)).
     *
     * <pre>
     *   LN(x) = (x - mean(x)) / sqrt(variance(x) + 0.1) * weight + bias
     * </pre>
     *
     * over a user's features, the variance with their number as divisor.
     */
    final class Residual implements InnerLayers {

        private final Activation activation;
        private final Map<Layer, float[]> normWeights = new HashMap<>(); // [outputs]
        private final Map<Layer, float[]> normBiases = new HashMap<>(); // [outputs]
        private float[] sum = new float[0]; // [users, outputs]: of the hidden layers so far

        Residual(Architecture architecture) {
            this.activation = architecture.activation();
            for (Layer layer : architecture.encoder()) {
                if (layer.normed()) {
                    normWeights.put(layer, new float[layer.out()]);
                    normBiases.put(layer, new float[layer.out()]);
                }
            }
        }

        @Override
        public void read(Parameter parameter, SafetensorsReader values) {
            Layer layer = parameter.layer();
            values.read((parameter.role() == Role.NORM_WEIGHT ? normWeights : normBiases).get(layer), 0, layer.out());
        }

        @Override
        public void follow(Layer layer, float[] values, int users) {
            if (!layer.normed()) {
                return;
            }
            int width = layer.out();
            if (sum.length < users * width) {
                sum = new float[users * width];
            }
            boolean isFirst = layer.number() == 0;
            float[] weights = normWeights.get(layer);
            float[] biases = normBiases.get(layer);
            Ranges.parallel(users, (part, from, to) -> {
                for (int at = from * width; at < to * width && !isFirst; at++) {
                    values[at] += sum[at];
                }
                activate(activation, values, from * width, to * width);
                for (int user = from; user < to; user++) {
                    normalise(values, user * width, weights, biases);
                }
                for (int at = from * width; at < to * width; at++) {
                    sum[at] = values[at] + (isFirst ? 0 : sum[at]);
                }
            });
        }

        private static void normalise(float[] values, int from, float[] weights, float[] biases) {
            int width = weights.length;
            double total = 0;
            for (int k = 0; k < width; k++) {
                total += values[from + k];
            }
            double mean = total / width;
            double squares = 0;
            for (int k = 0; k < width; k++) {
                double deviation = values[from + k] - mean;
                squares += deviation * deviation;
            }
            double scale = 1 / Math.sqrt(squares / width + Architecture.NORM_EPSILON);
            for (int k = 0; k < width; k++) {
                values[from + k] = (float) ((values[from + k] - mean) * scale) * weights[k] + biases[k];
            }
        }
    }
}
