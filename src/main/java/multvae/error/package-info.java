/**
 * The one exception for what a user can cause, and how it reads.
 *
 * <p>Everything may depend on this package; it depends on nothing.
 */
package multvae.error;
