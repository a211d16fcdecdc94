/**
 * Where events come from: the catalogue of data sets, the reader of ratings, titles.
 */
package multvae.ratings;
