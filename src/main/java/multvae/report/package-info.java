/** Tables for people, from the artifacts of the other stages. */
package multvae.report;
