/** JShell scripts with prose, run cell by cell, and what they printed as Markdown. */
package multvae.notebook;
