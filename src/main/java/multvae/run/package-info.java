/**
 * What a stage is, when it is fresh, and how its artifacts appear on disk complete or not at all: manifests, fingerprints, the run directory and its lock.
 *
 * <p>Knows no model: it gets configurations and environments as plain values.
 */
package multvae.run;
