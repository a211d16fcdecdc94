/**
 * Recommendations from a trained model, for users who were not in the training data: the library, and the bundle that
 * takes a model to where there is no training data.
 */
package multvae.serving;
