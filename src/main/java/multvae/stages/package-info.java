/** One class a stage: files to domain calls to files. */
package multvae.stages;
