package multvae.model;

import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;

/** What a step of training updates. */
public enum Half {
    /** All parameters at once. */
    BOTH,
    /** Those of the encoder, with dropout. */
    ENCODER,
    /** Those of the decoder, without dropout; z is drawn nevertheless. */
    DECODER;

    boolean hasEncoder() {
        return this != DECODER;
    }

    boolean hasDecoder() {
        return this != ENCODER;
    }

    /** Whether the layer is updated. */
    boolean has(Architecture architecture, Layer layer) {
        return layer.number() < architecture.qDims().size() ? hasEncoder() : hasDecoder();
    }
}
