/** What training and evaluation cost on a machine, on any data of any shape. */
package multvae.bench;
