/**
 * What a trained model is, in plain Java: its layers.
 */
package multvae.weights;
