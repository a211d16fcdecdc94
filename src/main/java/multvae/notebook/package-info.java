/** Runs JShell scripts with prose cell by cell, and writes them with their output as Markdown. */
package multvae.notebook;
