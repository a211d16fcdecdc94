/** Scores to numbers: the scorer that every model is, the top-k of a user, the ranking metrics, their summary. */
package multvae.evaluation;
