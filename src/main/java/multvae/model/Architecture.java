package multvae.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The layers of a Mult-VAE: items - q_dims - p_dims - items, as Liang et al. write them.
 *
 * <p>Every encoder weight is [in, out]; the last encoder layer is one matrix [in, 2 x latent] for (mu, log sigma^2).
 * Decoder weights are [in, out] but for the last one, which is [items, in]: ND4J's matrix product takes 1.3 times as long
 * in the backward pass for the other orientation.
 *
 * @param items the number of items
 * @param qDims the encoder's layers after the items: hidden sizes, then the latent size
 * @param pDims the decoder's layers before the items: the latent size, then hidden sizes
 */
public record Architecture(int items, List<Integer> qDims, List<Integer> pDims) {

    /** @throws IllegalArgumentException where a size is below 1 or encoder and decoder disagree on the latent size */
    public Architecture {
        qDims = List.copyOf(qDims);
        pDims = List.copyOf(pDims);
        if (items < 1 || Stream.concat(qDims.stream(), pDims.stream()).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "layer sizes must be at least 1: " + items + ", " + qDims + ", " + pDims);
        }
        if (qDims.isEmpty() || pDims.isEmpty() || !qDims.get(qDims.size() - 1).equals(pDims.get(0))) {
            throw new IllegalArgumentException("the encoder " + qDims
                    + " does not end with the latent size that the decoder " + pDims + " starts from");
        }
    }

    /**
     * A layer's affine map: a weight and a bias.
     *
     * @param name {@code q0}, {@code q1}, ... in the encoder, {@code p0}, {@code p1}, ... in the decoder
     * @param in the size of its input
     * @param out the size of its output
     * @param transposed whether the weight is stored as [out, in]
     */
    record Layer(String name, int in, int out, boolean transposed) {

        String weight() {
            return name + ".weight";
        }

        String bias() {
            return name + ".bias";
        }

        long[] weightShape() {
            return transposed ? new long[] {out, in} : new long[] {in, out};
        }
    }

    /** The size of z. */
    public int latent() {
        return pDims.get(0);
    }

    /** The encoder's layers, from the items on. */
    List<Layer> encoder() {
        List<Integer> sizes = new ArrayList<>(List.of(items));
        sizes.addAll(qDims);
        int last = sizes.size() - 2;
        return IntStream.rangeClosed(0, last)
                .mapToObj(i -> new Layer("q" + i, sizes.get(i), sizes.get(i + 1) * (i == last ? 2 : 1), false))
                .toList();
    }

    /** The decoder's layers, from z on. */
    List<Layer> decoder() {
        List<Integer> sizes = new ArrayList<>(pDims);
        sizes.add(items);
        int last = sizes.size() - 2;
        return IntStream.rangeClosed(0, last)
                .mapToObj(i -> new Layer("p" + i, sizes.get(i), sizes.get(i + 1), i == last))
                .toList();
    }

    /** All layers, the encoder's first. */
    List<Layer> layers() {
        return Stream.concat(encoder().stream(), decoder().stream()).toList();
    }

    /** How many numbers are trained: 24,511,308 for 20,108 items, 600 hidden and 200 latent units. */
    public long parameterCount() {
        return layers().stream()
                .mapToLong(l -> (long) l.in() * l.out() + l.out())
                .sum();
    }
}
