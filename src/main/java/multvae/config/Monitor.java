package multvae.config;

/** What tells whether training still gets better. */
public enum Monitor {
    /** Validation NDCG@100, to be maximised. */
    METRIC,
    /** Validation loss, to be minimised. It rises with beta: of use where beta is constant. */
    LOSS
}
