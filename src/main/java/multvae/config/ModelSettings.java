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
 * @param type Mult-VAE or Mult-DAE
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
    private static final ValueType<ItemLayers> ITEM_LAYERS = ValueType.constant(ItemLayers.class);

    /** Liang et al.'s lambda of 0.01 over the batch size of 500, as their notebook computes it. */
    private static final double MULT_DAE_PENALTY = 2e-5;

    /** The layers over a catalogue of {@code items}. */
    public Architecture architecture(int items) {
        return new Architecture(items, type, qDims, pDims, encoderDropout, decoderDropout, activation, weightPenalty);
    }

    static ModelSettings read(Section model) {
        ModelType type = model.get("type", ValueType.constant(ModelType.class));
        boolean variational = type == ModelType.MULT_VAE;
        List<Integer> pDims = model.optionalList("pDims", SIZE)
                .orElseGet(() -> model.derivedList("pDims", variational ? List.of(200, 600) : List.of(200), SIZE));
        List<Integer> qDims =
                model.optionalList("qDims", SIZE).orElseGet(() -> model.derivedList("qDims", reversed(pDims), SIZE));
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
        return new ModelSettings(
                type,
                qDims,
                pDims,
                rates(model, "encoderDropout", "encoder", "qDims", qDims.size()),
                rates(model, "decoderDropout", "decoder", "pDims", pDims.size()),
                model.get("activation", ValueType.constant(Activation.class)),
                model.optional("weightPenalty", PENALTY)
                        .orElseGet(() -> model.derived("weightPenalty", variational ? 0 : MULT_DAE_PENALTY, PENALTY)),
                model.optional("itemLayers", ITEM_LAYERS)
                        .orElseGet(() -> model.derived("itemLayers", ItemLayers.ofThisBuild(), ITEM_LAYERS)));
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
