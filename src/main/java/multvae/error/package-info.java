/**
 * The one exception for what a user can cause, how it reads, and what a file system's exceptions mean in words.
 *
 * <p>Everything may depend on this package; it depends on nothing.
 */
package multvae.error;
