/** What a model has to beat, each a {@link multvae.evaluation.Scorer}. */
package multvae.baselines;
