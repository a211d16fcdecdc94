/**
 * Recommendations from a trained model, for users who were not in the training data: the library, and the bundle that
 * takes a model to where there is no training data.
 *
 * <p>No argument may be null, and no element of one. What is returned is never null.
 */
package multvae.serving;
