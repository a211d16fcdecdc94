/**
 * The model on ND4J: its graph, the two layers that are as wide as the catalogue, its parameters, batches and Adam, and the
 * scorer of a trained one.
 */
package multvae.model;
