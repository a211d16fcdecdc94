/** What a stage is, when it is fresh, and how its artifacts come to stand on disk complete or not at all.
 *
 * <p>Knows no stage, no configuration and no model: it gets slices and environments as plain values. */
package multvae.pipeline;
