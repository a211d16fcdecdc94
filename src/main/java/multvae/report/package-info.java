/** Tables, plots and the report for people, from the artifacts of the other stages. */
package multvae.report;
