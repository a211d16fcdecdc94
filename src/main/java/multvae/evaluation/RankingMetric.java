package multvae.evaluation;

/**
 * What a ranking is worth to one user, from 0 to 1. With H the user's held-out items, of which there is at least one,
 * and hit(r) = 1 if the item at rank r, counted from 1, is one of H, else 0:
 *
 * <ul>
 *   <li>NDCG@k = sum of hit(r) / log2(r + 1) over r = 1..k, divided by the sum of 1 / log2(r + 1) over r = 1..min(k, |H|);
 *   <li>Recall@k = hits among the first k / min(k, |H|), as in Liang et al., Variational Autoencoders for Collaborative
 *       Filtering, WWW 2018, section 4.2: 1 if the first k are all hits;
 *   <li>RecallAll@k = hits among the first k / |H|, what most other work calls recall;
 *   <li>Precision@k = hits among the first k / k, whether or not there are k items to rank;
 *   <li>MAP@k = sum of hit(r) * hits among the first r / r over r = 1..k, divided by min(k, |H|): for one user the average
 *       precision, whose mean over users the name promises;
 *   <li>MRR@k = 1 / the first r with hit(r) = 1, 0 if that is beyond k: the reciprocal rank, whose mean over users the name promises;
 *   <li>HitRate@k = 1 if there is a hit among the first k, else 0.
 * </ul>
 *
 * <p>A configuration names the constants: {@code recall-all@20} is RECALL_ALL over the first 20.
 */
public enum RankingMetric {
    NDCG("NDCG") {
        @Override
        double value(boolean[] hits, int heldOut, int k) {
            double gain = 0;
            for (int position = 0; position < Math.min(k, hits.length); position++) {
                if (hits[position]) {
                    gain += discount(position);
                }
            }
            double idealGain = 0;
            for (int position = 0; position < Math.min(k, heldOut); position++) {
                idealGain += discount(position);
            }
            return gain / idealGain;
        }
    },

    RECALL("Recall") {
        @Override
        double value(boolean[] hits, int heldOut, int k) {
            return (double) count(hits, k) / Math.min(k, heldOut);
        }
    },

    RECALL_ALL("RecallAll") {
        @Override
        double value(boolean[] hits, int heldOut, int k) {
            return (double) count(hits, k) / heldOut;
        }
    },

    PRECISION("Precision") {
        @Override
        double value(boolean[] hits, int heldOut, int k) {
            return (double) count(hits, k) / k;
        }
    },

    MAP("MAP") {
        @Override
        double value(boolean[] hits, int heldOut, int k) {
            int count = 0;
            double precisions = 0;
            for (int position = 0; position < Math.min(k, hits.length); position++) {
                if (hits[position]) {
                    count++;
                    precisions += (double) count / (position + 1);
                }
            }
            return precisions / Math.min(k, heldOut);
        }
    },

    MRR("MRR") {
        @Override
        double value(boolean[] hits, int heldOut, int k) {
            for (int position = 0; position < Math.min(k, hits.length); position++) {
                if (hits[position]) {
                    return 1.0 / (position + 1);
                }
            }
            return 0;
        }
    },

    HIT_RATE("HitRate") {
        @Override
        double value(boolean[] hits, int heldOut, int k) {
            return count(hits, k) > 0 ? 1 : 0;
        }
    };

    private final String printedName;

    RankingMetric(String printedName) {
        this.printedName = printedName;
    }

    /** How tables and files call it, without its cutoff: {@code NDCG}. */
    String printedName() {
        return printedName;
    }

    /** This metric over the first {@code k} items, k from 1. */
    public MetricAtK at(int k) {
        return new MetricAtK(this, k);
    }

    /**
     * @param hits whether the item at each position is held out, best first; what lies beyond its end is no hit
     * @param heldOut |H|, from 1
     * @param k the cutoff, from 1
     */
    abstract double value(boolean[] hits, int heldOut, int k);

    private static double discount(int position) {
        return Math.log(2) / Math.log(position + 2);
    }

    private static int count(boolean[] hits, int k) {
        int count = 0;
        for (int position = 0; position < Math.min(k, hits.length); position++) {
            if (hits[position]) {
                count++;
            }
        }
        return count;
    }
}
