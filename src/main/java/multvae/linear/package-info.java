/** Models whose scores are sums over what a user has, and popularity, in plain Java: as arrays, as files, and as scores. */
package multvae.linear;
