/**
 * Scores to numbers: the scorer that every model is, the top-k of a user, the ranking metrics, their summary, and the files of a
 * result.
 */
package multvae.evaluation;
