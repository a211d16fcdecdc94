/** Files and directories that survive a crash, and end whole or not at all. Everything may depend on this package; it depends on nothing. */
package multvae.files;
