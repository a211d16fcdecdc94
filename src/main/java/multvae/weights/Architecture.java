package multvae.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The layers of a model: items - q_dims - p_dims - items, as Liang et al. write them.
 *
 * <p>Every encoder weight is [in, out]; the last encoder layer of a Mult-VAE is one matrix [in, 2 x latent] for (mu, log
 * sigma^2). Decoder weights are [in, out] except for the last one, which is [items, in]: ND4J's matrix product takes 1.3
 * times as long in the backward pass for the other orientation.
 *
 * @param items the number of items
 * @param type Mult-VAE or Mult-DAE
 * @param qDims the encoder's layers after the items: hidden sizes, then the latent size
 * @param pDims the decoder's layers before the items: the latent size, then hidden sizes
 * @param encoderDropout the rate on each encoder layer's input, in [0, 1)
 * @param decoderDropout the rate on each decoder layer's input, in [0, 1)
 * @param activation between layers; Mult-DAE has it on the latent one too, no model on the last one of the decoder
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
        double weightPenalty) {

    /** Of the encoder, and of the decoder. */
    public static final int MOST_LAYERS = 32;

    /** The most units of a layer, except for the items. */
    public static final int WIDEST = 1 << 20;

    /** The two models of Liang et al. 2018. */
    public enum ModelType {
        /** The variational autoencoder: the encoder gives mu and log sigma^2, z is drawn, the KL term is weighted by beta. */
        MULT_VAE,
        /** The denoising autoencoder: z is the encoder's output, there is no KL term. */
        MULT_DAE;

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
        ELU;

        /** As configurations and files of weights have it: {@code tanh}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if a size is below 1, there is too much of it, or the parts do not fit each other */
    public Architecture {
        qDims = List.copyOf(qDims);
        pDims = List.copyOf(pDims);
        encoderDropout = List.copyOf(encoderDropout);
        decoderDropout = List.copyOf(decoderDropout);
        if (items < 1 || Stream.concat(qDims.stream(), pDims.stream()).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "layer sizes must be at least 1: " + items + ", " + qDims + ", " + pDims);
        }
        if (Math.max(qDims.size(), pDims.size()) > MOST_LAYERS
                || Stream.concat(qDims.stream(), pDims.stream()).anyMatch(size -> size > WIDEST)) {
            throw new IllegalArgumentException(
                    "at most " + MOST_LAYERS + " layers of " + WIDEST + " units: " + qDims + ", " + pDims);
        }
        if (qDims.isEmpty() || pDims.isEmpty() || !qDims.get(qDims.size() - 1).equals(pDims.get(0))) {
            throw new IllegalArgumentException("the encoder " + qDims
                    + " does not end with the latent size that the decoder " + pDims + " starts from");
        }
        if (encoderDropout.size() != qDims.size() || decoderDropout.size() != pDims.size()) {
            throw new IllegalArgumentException("a dropout rate for each layer: " + encoderDropout + " for " + qDims
                    + ", " + decoderDropout + " for " + pDims);
        }
    }

    /**
     * A layer's affine map: a weight and a bias.
     *
     * @param number counted through both parts, the encoder's first, from 0
     * @param name {@code q0}, {@code q1}, ... in the encoder, {@code p0}, {@code p1}, ... in the decoder
     * @param in the size of its input
     * @param out the size of its output
     * @param transposed whether the weight is stored as [out, in]
     * @param dropout the rate on its input
     */
    public record Layer(int number, String name, int in, int out, boolean transposed, double dropout) {

        public String weight() {
            return name + ".weight";
        }

        public String bias() {
            return name + ".bias";
        }

        /** The placeholder of the mask on its input, [users, in]. */
        public String mask() {
            return name + ".dropout";
        }

        public long[] weightShape() {
            return transposed ? new long[] {out, in} : new long[] {in, out};
        }
    }

    /** The size of z. */
    public int latent() {
        return pDims.get(0);
    }

    /** Whether z is drawn from a distribution, whose divergence from the prior the loss has a term for. */
    public boolean variational() {
        return type == ModelType.MULT_VAE;
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
                        qDims.size() + i, "p" + i, sizes.get(i), sizes.get(i + 1), i == last, decoderDropout.get(i)))
                .toList();
    }

    /** All layers, the encoder's first. */
    public List<Layer> layers() {
        return Stream.concat(encoder().stream(), decoder().stream()).toList();
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
            parts.add("Dense(" + layer.in() + " -> " + (draws ? "2 x " + latent() : layer.out()) + ")");
            if (draws) {
                parts.add("z = mu + eps * sigma");
            } else if (layer.number() < qDims.size() + pDims.size() - 1) {
                parts.add(activation.name().charAt(0)
                        + activation.name().substring(1).toLowerCase(Locale.ROOT));
            }
        }
        return IntStream.range(0, parts.size())
                .mapToObj(n -> "(" + n + ") " + parts.get(n))
                .toList();
    }

    /** How many numbers are trained: 24,511,308 for 20,108 items, 600 hidden and 200 latent units. */
    public long parameterCount() {
        return layers().stream()
                .mapToLong(l -> (long) l.in() * l.out() + l.out())
                .sum();
    }
}
