package multvae.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;

/**
 * The model between items and items.
 *
 * @param type which model
 * @param qDims the encoder's layers between the items and the latent one: hidden layers, then the latent size
 * @param pDims the decoder's layers before the items: the latent size, then hidden layers
 * @param encoderDropout the dropout rate on the input of each encoder layer, in [0, 1); as long as qDims
 * @param decoderDropout the dropout rate on the input of each decoder layer, in [0, 1); as long as pDims
 * @param activation of the hidden layers, and of Mult-DAE's latent one
 * @param weightPenalty the factor of the sum of squared weights in the loss, from 0
 * @param itemLayers how the first and the last layer are computed, by default as suits the backend
 */
public record ModelSettings(
        ModelType type,
        List<Integer> qDims,
        List<Integer> pDims,
        List<Double> encoderDropout,
        List<Double> decoderDropout,
        Activation activation,
        double weightPenalty,
        ItemLayers itemLayers) {

    /** Where the two layers that are as wide as the catalogue are computed, the first one and the last one. */
    public enum ItemLayers {
        /** The whole loss in one SameDiff graph, its input a dense matrix [users, items]: the reference, and what suits a GPU. */
        DENSE,
        /** Both layers outside of the graph; the first one reads only the input's non-zeros: what suits a CPU. */
        SPARSE;

        private static final String BUILD = "/multvae/build.properties";

        /** As it is written in a configuration. */
        public String label() {
            return ValueType.name(this);
        }

        /** What suits the backend that this was built with: a GPU likes large dense products, a CPU does not. */
        static ItemLayers ofThisBuild() {
            Properties build = new Properties();
            try (InputStream in = ItemLayers.class.getResourceAsStream(BUILD)) {
                if (in != null) {
                    build.load(in);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return build.getProperty("backend", "").startsWith("nd4j-cuda") ? DENSE : SPARSE;
        }
    }

    /** The keys whose value is a list. */
    static final List<String> LISTS =
            List.of("model.pDims", "model.qDims", "model.encoderDropout", "model.decoderDropout");

    private static final ValueType<Integer> SIZE = ValueType.integer(1, Architecture.WIDEST);
    private static final ValueType<Double> RATE = ValueType.number(Interval.closedOpen(0, 1));
    private static final ValueType<Double> PENALTY = ValueType.number(Interval.nonNegativeFloat());
    private static final ValueType<Activation> ACTIVATION = ValueType.constant(Activation.class);
    private static final ValueType<ItemLayers> ITEM_LAYERS = ValueType.constant(ItemLayers.class);

    /** Liang et al.'s lambda of 0.01 over the batch size of 500, as their notebook computes it. */
    private static final double MULT_DAE_PENALTY = 2e-5;

    private static final int RECVAE_LAYERS = 5;
    private static final int RECVAE_WIDTH = 600;

    /** The layers over a catalogue of {@code items}. */
    public Architecture architecture(int items) {
        return new Architecture(items, type, qDims, pDims, encoderDropout, decoderDropout, activation, weightPenalty);
    }

    static ModelSettings read(Section model) {
        ModelType type = model.get("type", ValueType.constant(ModelType.class));
        Defaults defaults = Defaults.of(type);
        List<Integer> pDims =
                model.optionalList("pDims", SIZE).orElseGet(() -> model.derivedList("pDims", defaults.pDims(), SIZE));
        List<Integer> qDims = model.optionalList("qDims", SIZE)
                .orElseGet(() -> model.derivedList(
                        "qDims", type == ModelType.RECVAE ? residual(pDims.get(0)) : reversed(pDims), SIZE));
        boolean isDeep = pDims.size() > Architecture.MOST_LAYERS;
        String few = "at most " + Architecture.MOST_LAYERS + " sizes";
        model.require(!isDeep, "pDims", few, "qDims");
        model.require(
                isDeep || qDims.size() <= Architecture.MOST_LAYERS, "qDims", few, "pDims"); // a mirror is no mistake
        int latent = pDims.get(0);
        model.require(
                qDims.get(qDims.size() - 1) == latent,
                "qDims",
                "the latent size that model.pDims begins with, " + latent + ", at the end",
                "pDims");
        List<Double> encoderDropout = rates(model, "encoderDropout", "encoder", "qDims", qDims.size());
        List<Double> decoderDropout = rates(model, "decoderDropout", "decoder", "pDims", pDims.size());
        if (type == ModelType.RECVAE) {
            requireRecVae(model, qDims, pDims, encoderDropout, decoderDropout);
        }
        return new ModelSettings(
                type,
                qDims,
                pDims,
                encoderDropout,
                decoderDropout,
                model.optional("activation", ACTIVATION)
                        .orElseGet(() -> model.derived("activation", defaults.activation(), ACTIVATION)),
                model.optional("weightPenalty", PENALTY)
                        .orElseGet(() -> model.derived("weightPenalty", defaults.weightPenalty(), PENALTY)),
                model.optional("itemLayers", ITEM_LAYERS)
                        .orElseGet(() -> model.derived("itemLayers", ItemLayers.ofThisBuild(), ITEM_LAYERS)));
    }

    /** What null stands for, in the papers. */
    private record Defaults(List<Integer> pDims, Activation activation, double weightPenalty) {

        static Defaults of(ModelType type) {
            return switch (type) {
                case MULT_VAE -> new Defaults(List.of(200, 600), Activation.TANH, 0);
                case MULT_DAE -> new Defaults(List.of(200), Activation.TANH, MULT_DAE_PENALTY);
                case RECVAE -> new Defaults(List.of(200), Activation.SWISH, 0);
            };
        }
    }

    private static List<Integer> residual(int latent) {
        List<Integer> sizes = new ArrayList<>(Collections.nCopies(RECVAE_LAYERS, RECVAE_WIDTH));
        sizes.add(latent);
        return List.copyOf(sizes);
    }

    private static void requireRecVae(
            Section model,
            List<Integer> qDims,
            List<Integer> pDims,
            List<Double> encoderDropout,
            List<Double> decoderDropout) {
        model.require(pDims.size() == 1, "pDims", "one size, since recvae's decoder is one layer", "type");
        model.require(
                Architecture.isResidual(qDims, pDims.subList(0, 1)),
                "qDims",
                "one hidden size or more, all the same, then the latent size, for recvae",
                "type");
        model.require(
                encoderDropout.stream().skip(1).allMatch(rate -> rate == 0),
                "encoderDropout",
                "one rate, since recvae has dropout on its input alone",
                "type");
        model.require(
                decoderDropout.stream().allMatch(rate -> rate == 0),
                "decoderDropout",
                "0, since recvae has dropout on its input alone",
                "type");
    }

    private static List<Integer> reversed(List<Integer> sizes) {
        List<Integer> reversed = new ArrayList<>(sizes);
        Collections.reverse(reversed);
        return List.copyOf(reversed);
    }

    /** A rate for each layer; those past the end of the list have no dropout. */
    private static List<Double> rates(Section model, String name, String part, String sizes, int layers) {
        List<Double> rates = new ArrayList<>(model.list(name, RATE));
        model.require(
                rates.size() <= layers,
                name,
                "at most one rate for each of the " + layers + " " + part + " layers",
                sizes);
        while (rates.size() < layers) {
            rates.add(0.0);
        }
        return List.copyOf(rates);
    }
}
