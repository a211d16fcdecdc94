package multvae.config;

/** What follows a hidden layer's affine map, element by element. */
public enum Activation {
    /** tanh(x), as in the paper. */
    TANH,
    /** 1 / (1 + exp(-x)). */
    SIGMOID,
    /** max(x, 0). */
    RELU,
    /** x where it is positive, exp(x) - 1 elsewhere. */
    ELU
}
