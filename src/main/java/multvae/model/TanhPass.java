package multvae.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.Layer;
import multvae.weights.Ranges;
import multvae.weights.Tanh;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The inner layers of a Mult-VAE or Mult-DAE with tanh, the papers' activation, written out: the function of
 * {@link InnerGraph.Activated} and its gradients, without what SameDiff takes for each operation. Nothing is computed twice; SameDiff's
 * backward pass repeats the forward one.
 */
final class TanhPass implements CorePass {

    private final Architecture architecture;
    private final Parameters parameters;
    private final GraphSession.Memory memory;
    private final List<Layer> encoder; // without the first layer
    private final List<Layer> decoder;
    /** Of this step, by the layer that reads them, before dropout; null for a layer that reads no activation. */
    private final INDArray[] activations;

    private final INDArray[] inputs; // of this step, by the layer, after dropout
    private final float[][][] rows = new float[Ranges.PARTS][3][]; // stretches of a thread
    private INDArray posterior; // mu and log sigma^2, [users, 2 x latent]
    private float[] deviations = new float[0]; // sigma, [users, latent]

    /** Whether the model is one of those. */
    static boolean suits(Architecture architecture) {
        return !architecture.residual() && architecture.activation() == Activation.TANH;
    }

    /** @param memory where the arrays of a step come from */
    TanhPass(Architecture architecture, Parameters parameters, GraphSession.Memory memory) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.memory = memory;
        this.encoder = architecture.encoder().subList(1, architecture.encoder().size());
        this.decoder = architecture.decoder();
        int layers = architecture.layers().size();
        this.activations = new INDArray[layers];
        this.inputs = new INDArray[layers];
        int widest = Stream.concat(encoder.stream(), decoder.stream())
                .mapToInt(Layer::in)
                .max()
                .orElseThrow();
        for (float[][] ofPart : rows) {
            Arrays.setAll(ofPart, i -> new float[Math.max(widest, 2 * architecture.latent())]);
        }
    }

    @Override
    public Output forward(Map<String, INDArray> placeholders, boolean kl) {
        INDArray x = placeholders.get(LossGraph.HIDDEN);
        for (Layer layer : encoder) {
            x = affine(input(x, layer, true, placeholders), layer);
        }
        boolean activated = true;
        double divergence = 0;
        if (architecture.variational()) {
            posterior = x;
            x = allocate(x.size(0), architecture.latent());
            divergence = draw(placeholders.get(LossGraph.EPSILON), x);
            activated = false;
        }
        for (Layer layer : decoder.subList(0, decoder.size() - 1)) {
            x = affine(input(x, layer, activated, placeholders), layer);
            activated = true;
        }
        return new Output(input(x, architecture.last(), activated, placeholders), divergence);
    }

    private INDArray allocate(long users, int width) {
        return memory.allocate(true, DataType.FLOAT, users, width);
    }

    /** What the layer reads: x, after tanh if it is activated, after dropout if the layer has it. */
    private INDArray input(INDArray x, Layer layer, boolean activated, Map<String, INDArray> placeholders) {
        int width = layer.in();
        INDArray activation = activated ? allocate(x.size(0), width) : x;
        INDArray input = layer.dropout() > 0 ? allocate(x.size(0), width) : activation;
        HostFloats from = HostFloats.readable(x);
        HostFloats mask = layer.dropout() > 0 ? HostFloats.readable(placeholders.get(layer.mask())) : null;
        HostFloats.write(
                activation,
                values -> HostFloats.write(
                        input,
                        masked -> Ranges.parallel((int) x.size(0), (part, start, end) -> {
                            float[] row = rows[part][0];
                            float[] factors = rows[part][1];
                            for (int u = start; u < end; u++) {
                                from.getRow(u, width, row);
                                if (activated) {
                                    Tanh.apply(row, 0, width);
                                    values.putRow(u, width, row);
                                }
                                if (mask != null) {
                                    mask.getRow(u, width, factors);
                                    Elementwise.multiply(row, factors, width);
                                    masked.putRow(u, width, row);
                                }
                            }
                        })));
        activations[layer.number()] = activated ? activation : null;
        inputs[layer.number()] = input;
        return input;
    }

    /** input W + b. */
    private INDArray affine(INDArray input, Layer layer) {
        int width = layer.out();
        INDArray output = allocate(input.size(0), width);
        Products.multiply(input, false, parameters.get(layer.weight()), layer.transposed(), output);
        float[] bias = new float[width];
        HostFloats.read(parameters.get(layer.bias()), bias);
        HostFloats.write(
                output,
                values -> Ranges.parallel((int) input.size(0), (part, from, to) -> {
                    float[] row = new float[width];
                    for (int u = from; u < to; u++) {
                        values.getRow(u, width, row);
                        Elementwise.add(row, bias, width);
                        values.putRow(u, width, row);
                    }
                }));
        return output;
    }

    /**
     * Writes z = mu + epsilon * sigma.
     *
     * @return the KL term, the mean over users of 1/2 sum(sigma^2 + mu^2 - log sigma^2 - 1) (Kingma and Welling 2014, Auto-encoding
     *     variational Bayes, appendix B)
     */
    private double draw(INDArray epsilon, INDArray z) {
        int latent = architecture.latent();
        int users = (int) z.size(0);
        if (deviations.length < users * latent) {
            deviations = new float[users * latent];
        }
        HostFloats gaussians = HostFloats.readable(posterior);
        HostFloats noise = HostFloats.readable(epsilon);
        double[] kl = new double[Ranges.PARTS];
        HostFloats.write(
                z,
                drawn -> Ranges.parallel(users, (part, from, to) -> {
                    float[] gaussian = rows[part][0];
                    float[] row = rows[part][1];
                    for (int u = from; u < to; u++) {
                        gaussians.getRow(u, 2 * latent, gaussian);
                        noise.getRow(u, latent, row);
                        for (int j = 0; j < latent; j++) {
                            double mean = gaussian[j];
                            double logVariance = gaussian[latent + j];
                            double deviation = Math.exp(logVariance / 2);
                            kl[part] += 0.5 * (deviation * deviation + mean * mean - logVariance - 1);
                            deviations[u * latent + j] = (float) deviation;
                            row[j] = (float) (mean + row[j] * deviation);
                        }
                        drawn.putRow(u, latent, row);
                    }
                }));
        return HostFloats.sum(kl) / users;
    }

    @Override
    public Map<String, INDArray> backward(Map<String, INDArray> placeholders) {
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        INDArray upstream =
                throughInput(placeholders.get(LossGraph.DECODED_GRADIENT), architecture.last(), placeholders);
        for (int i = decoder.size() - 2; i >= 0; i--) {
            upstream = through(upstream, decoder.get(i), placeholders, gradients);
        }
        if (architecture.variational()) {
            upstream = throughDraw(upstream, placeholders);
        }
        for (int i = encoder.size() - 1; i >= 0; i--) {
            upstream = through(upstream, encoder.get(i), placeholders, gradients);
        }
        gradients.put(LossGraph.HIDDEN, upstream);
        return gradients;
    }

    /** From the gradient by the layer's output to that by its input before activation and dropout. */
    private INDArray through(
            INDArray upstream, Layer layer, Map<String, INDArray> placeholders, Map<String, INDArray> gradients) {
        INDArray weight = parameters.get(layer.weight());
        INDArray byWeight = memory.allocate(true, DataType.FLOAT, layer.weightShape());
        INDArray input = inputs[layer.number()];
        if (layer.transposed()) {
            Products.multiply(upstream, true, input, false, byWeight);
        } else {
            Products.multiply(input, true, upstream, false, byWeight);
        }
        gradients.put(layer.weight(), byWeight);
        gradients.put(layer.bias(), columnSums(upstream, layer.out()));
        INDArray byInput = allocate(upstream.size(0), layer.in());
        Products.multiply(upstream, false, weight, !layer.transposed(), byInput);
        return throughInput(byInput, layer, placeholders);
    }

    private INDArray columnSums(INDArray upstream, int width) {
        HostFloats values = HostFloats.readable(upstream);
        float[] sums = new float[width];
        float[] row = new float[width];
        for (int u = 0; u < upstream.size(0); u++) {
            values.getRow(u, width, row);
            Elementwise.add(sums, row, width);
        }
        INDArray result = memory.allocate(true, DataType.FLOAT, width);
        HostFloats.write(result, out -> out.put(0, sums, 0, width));
        return result;
    }

    /** Times the mask, and times tanh' = 1 - tanh^2. */
    private INDArray throughInput(INDArray gradient, Layer layer, Map<String, INDArray> placeholders) {
        INDArray activation = activations[layer.number()];
        if (activation == null && layer.dropout() == 0) {
            return gradient;
        }
        int width = layer.in();
        HostFloats upstream = HostFloats.readable(gradient);
        HostFloats mask = layer.dropout() > 0 ? HostFloats.readable(placeholders.get(layer.mask())) : null;
        HostFloats values = activation == null ? null : HostFloats.readable(activation);
        INDArray result = allocate(gradient.size(0), width);
        HostFloats.write(
                result,
                out -> Ranges.parallel((int) gradient.size(0), (part, from, to) -> {
                    float[] row = rows[part][0];
                    float[] factors = rows[part][1];
                    for (int u = from; u < to; u++) {
                        upstream.getRow(u, width, row);
                        if (mask != null) {
                            mask.getRow(u, width, factors);
                            Elementwise.multiply(row, factors, width);
                        }
                        if (values != null) {
                            values.getRow(u, width, factors);
                            Elementwise.multiplyByTanhGradient(row, factors, width);
                        }
                        out.putRow(u, width, row);
                    }
                }));
        return result;
    }

    /** From the gradient by z to that by mu and log sigma^2, with that of beta times the KL term. */
    private INDArray throughDraw(INDArray gradient, Map<String, INDArray> placeholders) {
        int latent = architecture.latent();
        int users = (int) gradient.size(0);
        float share = placeholders.get(LossGraph.ANNEAL).getFloat(0) / users;
        HostFloats upstream = HostFloats.readable(gradient);
        HostFloats gaussians = HostFloats.readable(posterior);
        HostFloats noise = HostFloats.readable(placeholders.get(LossGraph.EPSILON));
        INDArray result = allocate(users, 2 * latent);
        HostFloats.write(
                result,
                out -> Ranges.parallel(users, (part, from, to) -> {
                    float[] byZ = rows[part][0];
                    float[] epsilon = rows[part][1];
                    float[] row = rows[part][2];
                    for (int u = from; u < to; u++) {
                        upstream.getRow(u, latent, byZ);
                        noise.getRow(u, latent, epsilon);
                        gaussians.get((long) u * 2 * latent, row, 0, latent); // mu
                        for (int j = 0; j < latent; j++) {
                            float deviation = deviations[u * latent + j];
                            row[j] = byZ[j] + share * row[j];
                            row[latent + j] =
                                    0.5f * (byZ[j] * epsilon[j] * deviation + share * (deviation * deviation - 1));
                        }
                        out.putRow(u, 2 * latent, row);
                    }
                }));
        return result;
    }
}
