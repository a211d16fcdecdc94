package multvae.weights;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The layers of a model: items - q_dims - p_dims - items, as Liang et al. write them.
 *
 * <p>Every encoder weight is [in, out]; the last encoder layer of a variational model is one matrix [in, 2 x latent] for (mu,
 * log sigma^2). Decoder weights are [in, out] except for the last one, which is [items, in]: ND4J's matrix product takes 1.3
 * times as long in the backward pass for the other orientation.
 *
 * @param items the number of items
 * @param type which model
 * @param qDims the encoder's layers after the items: hidden sizes, then the latent size
 * @param pDims the decoder's layers before the items: the latent size, then hidden sizes
 * @param encoderDropout the rate on each encoder layer's input, in [0, 1)
 * @param decoderDropout the rate on each decoder layer's input, in [0, 1)
 * @param activation of hidden layers; Mult-DAE has it on the latent one too, no model on the last one of the decoder
 * @param weightPenalty the factor of the sum of squared weights in the loss
 */
public record Architecture(
        int items,
        ModelType type,
        List<Integer> qDims,
        List<Integer> pDims,
        List<Double> encoderDropout,
        List<Double> decoderDropout,
        Activation activation,
        double weightPenalty)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** Of the encoder, and of the decoder. */
    public static final int MOST_LAYERS = 32;

    /** The most units of a layer, except for the items. */
    public static final int WIDEST = 1 << 20;

    /** What is added to the variance in a layer norm: RecVAE's authors have 0.1 where most have 1e-5. */
    public static final double NORM_EPSILON = 0.1;

    /** The models. docs/adding-a-model.md says what another one takes. */
    public enum ModelType {
        /**
         * The variational autoencoder of Liang et al. 2018: the encoder gives mu and log sigma^2, z is drawn, the KL term is
         * weighted by beta.
         */
        MULT_VAE(true, true),
        /** The denoising autoencoder of Liang et al. 2018: z is the encoder's output, there is no KL term. */
        MULT_DAE(false, false),
        /**
         * Shenbin et al. 2020: each hidden layer of the encoder also gets the sum of those before it and ends with a layer norm,
         * the decoder is one layer, the prior a mixture with a frozen copy of the encoder, and encoder and decoder are trained in
         * turn.
         */
        RECVAE(true, false);

        private final boolean variational;
        private final boolean annealed;

        ModelType(boolean variational, boolean annealed) {
            this.variational = variational;
            this.annealed = annealed;
        }

        /** Whether z is drawn from a distribution, whose divergence from the prior the loss has a term for. */
        public boolean variational() {
            return variational;
        }

        /** What the weight of that term is called: {@code gamma} of a RecVAE, else {@code beta}. */
        public String klWeight() {
            return this == RECVAE ? "gamma" : "beta";
        }

        /** Whether the weight of that term goes as {@code train.anneal} says. */
        public boolean annealed() {
            return annealed;
        }

        /** As configurations and files of weights have it: {@code mult-vae}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What follows a hidden layer's affine map, element by element. */
    public enum Activation {
        /** tanh(x), as in the paper. */
        TANH,
        /** 1 / (1 + exp(-x)). */
        SIGMOID,
        /** max(x, 0). */
        RELU,
        /** x if it is positive, else exp(x) - 1. */
        ELU,
        /** x / (1 + exp(-x)), as in RecVAE. */
        SWISH;

        /** As configurations and files of weights have it: {@code tanh}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A layer's affine map: a weight and a bias; and a layer norm after its activation, if it has one.
     *
     * @param number counted through both parts, the encoder's first, from 0
     * @param name {@code q0}, {@code q1}, ... in the encoder, {@code p0}, {@code p1}, ... in the decoder
     * @param in the size of its input
     * @param out the size of its output
     * @param transposed whether the weight is stored as [out, in]
     * @param normed whether it ends with a layer norm
     * @param dropout the rate on its input
     */
    public record Layer(int number, String name, int in, int out, boolean transposed, boolean normed, double dropout) {

        public String weight() {
            return name + ".weight";
        }

        public String bias() {
            return name + ".bias";
        }

        /** The factors of the layer norm's output, [out]. */
        public String normWeight() {
            return name + ".norm.weight";
        }

        /** What is added to the layer norm's output, [out]. */
        public String normBias() {
            return name + ".norm.bias";
        }

        /** The placeholder of the mask on its input, [users, in]. */
        public String mask() {
            return name + ".dropout";
        }

        public long[] weightShape() {
            return transposed ? new long[] {out, in} : new long[] {in, out};
        }

        /** What is trained of it. */
        List<Parameter> parameters() {
            List<Parameter> affine =
                    List.of(new Parameter(weight(), this, Role.WEIGHT), new Parameter(bias(), this, Role.BIAS));
            List<Parameter> norm = List.of(
                    new Parameter(normWeight(), this, Role.NORM_WEIGHT),
                    new Parameter(normBias(), this, Role.NORM_BIAS));
            return normed ? Stream.concat(affine.stream(), norm.stream()).toList() : affine;
        }
    }

    /** An array that is trained. */
    public record Parameter(String name, Layer layer, Role role) {

        public long[] shape() {
            return role == Role.WEIGHT ? layer.weightShape() : new long[] {layer.out()};
        }

        /** Its elements. */
        public long length() {
            return Arrays.stream(shape()).reduce(1, (a, b) -> a * b);
        }
    }

    /** What a parameter is to its layer. */
    public enum Role {
        /** Of the affine map. */
        WEIGHT,
        /** Of the affine map. */
        BIAS,
        /** Of the layer norm. */
        NORM_WEIGHT,
        /** Of the layer norm. */
        NORM_BIAS
    }

    /** @throws IllegalArgumentException if a size is below 1, there is too much of it, or the parts do not fit each other */
    public Architecture {
        qDims = List.copyOf(qDims);
        pDims = List.copyOf(pDims);
        encoderDropout = List.copyOf(encoderDropout);
        decoderDropout = List.copyOf(decoderDropout);
        requireSizes(items, qDims, pDims);
        requireJoined(qDims, pDims);
        requireRates(qDims, pDims, encoderDropout, decoderDropout);
        if (type == ModelType.RECVAE) {
            requireRecVae(qDims, pDims, encoderDropout, decoderDropout);
        }
    }

    private static void requireSizes(int items, List<Integer> qDims, List<Integer> pDims) {
        if (items < 1 || Stream.concat(qDims.stream(), pDims.stream()).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "layer sizes must be at least 1: " + items + ", " + qDims + ", " + pDims);
        }
        if (Math.max(qDims.size(), pDims.size()) > MOST_LAYERS
                || Stream.concat(qDims.stream(), pDims.stream()).anyMatch(size -> size > WIDEST)) {
            throw new IllegalArgumentException(
                    "at most " + MOST_LAYERS + " layers of " + WIDEST + " units: " + qDims + ", " + pDims);
        }
    }

    private static void requireJoined(List<Integer> qDims, List<Integer> pDims) {
        if (qDims.isEmpty() || pDims.isEmpty() || !qDims.get(qDims.size() - 1).equals(pDims.get(0))) {
            throw new IllegalArgumentException("the encoder " + qDims
                    + " does not end with the latent size that the decoder " + pDims + " starts from");
        }
    }

    private static void requireRates(
            List<Integer> qDims, List<Integer> pDims, List<Double> encoderDropout, List<Double> decoderDropout) {
        if (encoderDropout.size() != qDims.size() || decoderDropout.size() != pDims.size()) {
            throw new IllegalArgumentException("a dropout rate for each layer: " + encoderDropout + " for " + qDims
                    + ", " + decoderDropout + " for " + pDims);
        }
    }

    private static void requireRecVae(
            List<Integer> qDims, List<Integer> pDims, List<Double> encoderDropout, List<Double> decoderDropout) {
        if (!isResidual(qDims, pDims)) {
            throw new IllegalArgumentException(
                    "a RecVAE has one layer or more of one width, then the latent one: " + qDims + ", " + pDims);
        }
        if (Stream.concat(encoderDropout.stream().skip(1), decoderDropout.stream())
                .anyMatch(rate -> rate != 0)) {
            throw new IllegalArgumentException(
                    "a RecVAE has dropout on its input alone: " + encoderDropout + ", " + decoderDropout);
        }
    }

    /** Whether a RecVAE can have these layers: hidden ones of one width, which can be added up, and a decoder of one layer. */
    public static boolean isResidual(List<Integer> qDims, List<Integer> pDims) {
        List<Integer> hidden = qDims.subList(0, qDims.size() - 1);
        return pDims.size() == 1 && hidden.stream().distinct().count() == 1;
    }

    /** The size of z. */
    public int latent() {
        return pDims.get(0);
    }

    /** Whether z is drawn from a distribution, whose divergence from the prior the loss has a term for. */
    public boolean variational() {
        return type.variational();
    }

    /** Whether the hidden layers of the encoder are a RecVAE's. */
    public boolean residual() {
        return type == ModelType.RECVAE;
    }

    /** The encoder's layers, from the items on. */
    public List<Layer> encoder() {
        List<Integer> sizes = new ArrayList<>(List.of(items));
        sizes.addAll(qDims);
        int last = sizes.size() - 2;
        return IntStream.rangeClosed(0, last)
                .mapToObj(i -> new Layer(
                        i,
                        "q" + i,
                        sizes.get(i),
                        sizes.get(i + 1) * (i == last && variational() ? 2 : 1),
                        false,
                        i < last && residual(),
                        encoderDropout.get(i)))
                .toList();
    }

    /** The decoder's layers, from z on. */
    public List<Layer> decoder() {
        List<Integer> sizes = new ArrayList<>(pDims);
        sizes.add(items);
        int last = sizes.size() - 2;
        return IntStream.rangeClosed(0, last)
                .mapToObj(i -> new Layer(
                        qDims.size() + i,
                        "p" + i,
                        sizes.get(i),
                        sizes.get(i + 1),
                        i == last,
                        false,
                        decoderDropout.get(i)))
                .toList();
    }

    /** All layers, the encoder's first. */
    public List<Layer> layers() {
        return Stream.concat(encoder().stream(), decoder().stream()).toList();
    }

    /** All that is trained, layer by layer. */
    public List<Parameter> parameters() {
        return layers().stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /** Those of the encoder. */
    public List<Parameter> encoderParameters() {
        return encoder().stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /** The layers' names, {@code q0}, {@code q1}, ..., {@code p0}, ... */
    public List<String> layerNames() {
        return layers().stream().map(Layer::name).toList();
    }

    /** The layer that reads the items. */
    public Layer first() {
        return encoder().get(0);
    }

    /** The layer that gives the items' logits. */
    public Layer last() {
        return decoder().get(pDims.size() - 1);
    }

    /** The layers but the first whose input has dropout: a mask comes in through a placeholder for each. */
    public List<Layer> masked() {
        return layers().stream()
                .filter(layer -> layer.number() > 0 && layer.dropout() > 0)
                .toList();
    }

    /** The elements of the first layer's weight. */
    public long firstLayerWeights() {
        return (long) first().in() * first().out();
    }

    /** The elements of the last layer's weight. */
    public long lastLayerWeights() {
        return (long) last().in() * last().out();
    }

    /** The model in lines, from the input to the logits: {@code (0) Dropout(0.5)}, {@code (1) Dense(20108 -> 600)}, ... */
    public List<String> description() {
        List<String> parts = new ArrayList<>();
        for (Layer layer : layers()) {
            if (layer.dropout() > 0) {
                parts.add("Dropout(" + layer.dropout() + ")");
            }
            boolean endsEncoder = layer.number() == qDims.size() - 1;
            boolean draws = endsEncoder && variational();
            String added = layer.normed() && layer.number() > 0 ? " + the layers before" : "";
            parts.add("Dense(" + layer.in() + " -> " + (draws ? "2 x " + latent() : layer.out()) + ")" + added);
            if (draws) {
                parts.add("z = mu + eps * sigma");
            } else if (layer.number() < qDims.size() + pDims.size() - 1) {
                parts.add(activation.name().charAt(0)
                        + activation.name().substring(1).toLowerCase(Locale.ROOT));
            }
            if (layer.normed()) {
                parts.add("LayerNorm(" + layer.out() + ")");
            }
        }
        return IntStream.range(0, parts.size())
                .mapToObj(n -> "(" + n + ") " + parts.get(n))
                .toList();
    }

    /** How many numbers are trained: 24,511,308 for 20,108 items, 600 hidden and 200 latent units. */
    public long parameterCount() {
        return parameters().stream().mapToLong(Parameter::length).sum();
    }
}
