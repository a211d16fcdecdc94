/** The process boundary: arguments, signals, exit codes, logging. */
package multvae.cli;
