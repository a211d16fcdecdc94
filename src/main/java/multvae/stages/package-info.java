/** One class per stage: files to domain calls to files. */
package multvae.stages;
