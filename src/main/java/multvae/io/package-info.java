/**
 * The one exception for what a user can cause; files that are complete or absent after a crash; locks; and the formats that
 * everything shares: JSON, CSV records, text, .npy.
 */
package multvae.io;
