package multvae.config;

/** The ranking metrics that {@code evaluate.metrics} may name: {@code recall-all@20} is RECALL_ALL with the cutoff 20. */
public enum MetricName {
    NDCG,
    RECALL,
    RECALL_ALL,
    PRECISION,
    MAP,
    MRR,
    HIT_RATE
}
