package multvae.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

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
 * @param inputLayer how the first layer is computed; absent: as suits the backend
 */
public record ModelSettings(
        ModelType type,
        List<Integer> qDims,
        List<Integer> pDims,
        List<Double> encoderDropout,
        List<Double> decoderDropout,
        Activation activation,
        double weightPenalty,
        Optional<InputLayer> inputLayer) {

    private static final Kind<Integer> SIZE = Kind.integer(1);
    private static final Kind<Double> RATE = Kind.number(Interval.closedOpen(0, 1));
    private static final Kind<Double> PENALTY = Kind.number(Interval.atLeast(0));

    /** Liang et al.'s lambda of 0.01 over the batch size of 500, as their notebook computes it. */
    private static final double MULT_DAE_PENALTY = 2e-5;

    static ModelSettings read(Section model) {
        ModelType type = model.get("type", Kind.constant(ModelType.class));
        boolean variational = type == ModelType.MULT_VAE;
        List<Integer> pDims = model.optionalList("pDims", SIZE)
                .orElseGet(() -> model.derivedList("pDims", variational ? List.of(200, 600) : List.of(200), SIZE));
        List<Integer> qDims =
                model.optionalList("qDims", SIZE).orElseGet(() -> model.derivedList("qDims", reversed(pDims), SIZE));
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
                model.get("activation", Kind.constant(Activation.class)),
                model.optional("weightPenalty", PENALTY)
                        .orElseGet(() -> model.derived("weightPenalty", variational ? 0 : MULT_DAE_PENALTY, PENALTY)),
                model.optional("inputLayer", Kind.constant(InputLayer.class)));
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
