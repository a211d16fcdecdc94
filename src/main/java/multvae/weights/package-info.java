/**
 * What a trained model is, in plain Java: its layers, its file, and its scores with the kernels that they are computed with.
 */
package multvae.weights;
