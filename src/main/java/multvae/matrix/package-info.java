/**
 * Users by items: the sparse matrix and its file, the indexes of users and items and their files.
 */
package multvae.matrix;
