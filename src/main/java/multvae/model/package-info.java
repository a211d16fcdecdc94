/** The Mult-VAE as a SameDiff graph, its batches, its training loop and listeners, and the scorer of a trained one. */
package multvae.model;
