/**
 * HOCON to validated records, with all problems of a file in one error, each with file and line.
 *
 * <p>The only user of com.typesafe.config. A new key needs five lines, and tests fail if one of them is missing:
 *
 * <ol>
 *   <li>its default in multvae/reference.conf, with a comment
 *   <li>a component of a record
 *   <li>a line of that record's {@code read}, with its {@link multvae.config.ValueType}
 *   <li>a row of docs/configuration.md
 *   <li>a line of FreshnessOfKeysTest: which stages the key makes stale
 * </ol>
 */
package multvae.config;
