/** Archives of data sets to files: HTTP with resumption, checksums, and unpacking that trusts no entry. */
package multvae.download;
