package multvae.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The layers between items and items.
 *
 * @param qDims the encoder's layers between the items and the latent one: hidden layers, then the latent size
 * @param pDims the decoder's layers before the items: the latent size, then hidden layers
 * @param dropout the rate of the dropout on the normalised input, in [0, 1)
 */
public record ModelSettings(List<Integer> qDims, List<Integer> pDims, double dropout) {

    private static final Kind<Integer> SIZE = Kind.integer(1);

    static ModelSettings read(Section model) {
        List<Integer> pDims = model.list("pDims", SIZE);
        List<Integer> qDims =
                model.optionalList("qDims", SIZE).orElseGet(() -> model.derivedList("qDims", reversed(pDims), SIZE));
        int latent = pDims.get(0);
        model.require(
                qDims.get(qDims.size() - 1) == latent,
                "qDims",
                "the latent size that model.pDims begins with, " + latent + ", at the end",
                "pDims");
        return new ModelSettings(qDims, pDims, model.get("dropout", Kind.number(Interval.closedOpen(0, 1))));
    }

    private static List<Integer> reversed(List<Integer> sizes) {
        List<Integer> reversed = new ArrayList<>(sizes);
        Collections.reverse(reversed);
        return List.copyOf(reversed);
    }
}
