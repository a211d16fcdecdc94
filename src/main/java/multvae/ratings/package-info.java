/**
 * Where events come from: the catalogue of data sets, the reader of ratings, queries of databases, titles.
 */
package multvae.ratings;
