/**
 * The published split of Liang et al., bit for bit as numpy makes it, and its statistics.
 */
package multvae.split;
