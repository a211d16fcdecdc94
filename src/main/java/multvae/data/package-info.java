/** Ratings to the five matrices of the split, bit for bit as numpy makes them: the catalogue of data sets, the reader
 * of ratings, the random numbers, the split, the sparse matrix and its file. */
package multvae.data;
