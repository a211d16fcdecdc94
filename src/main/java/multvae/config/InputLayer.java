package multvae.config;

/** Where the two layers that are as wide as the catalogue are computed. */
public enum InputLayer {
    /** The whole loss in one SameDiff graph, its input a dense matrix [users, items]: the reference, and what suits a GPU. */
    DENSE,
    /** The first layer reads only the input's non-zeros, outside of the graph, as the last one is: what suits a CPU. */
    SPARSE;

    /** As it is written in a configuration. */
    public String label() {
        return Kind.name(this);
    }
}
