/**
 * The one exception for what a user can cause, files that are whole or absent after a crash, and the formats that everything shares: JSON, CSV records, text, .npy.
 */
package multvae.io;
