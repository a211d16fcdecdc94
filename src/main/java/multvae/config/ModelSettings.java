package multvae.config;

import java.util.List;

/**
 * The layers between items and items.
 *
 * @param qDims the encoder's layers between the items and the latent one: hidden layers, then the latent size
 * @param pDims the decoder's layers before the items: the latent size, then hidden layers
 * @param dropout the rate of the dropout on the normalised input, in [0, 1)
 */
public record ModelSettings(List<Integer> qDims, List<Integer> pDims, double dropout) {}
