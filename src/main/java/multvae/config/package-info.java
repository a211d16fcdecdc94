/**
 * HOCON to validated records, every problem of a file at once, each with file and line.
 *
 * <p>The only user of com.typesafe.config. A new key is a line of multvae/reference.conf, a component of a record, a
 * line of that record's {@code read} with its {@link multvae.config.ValueType}, and a row of docs/configuration.md; tests fail
 * where one of them is missing.
 */
package multvae.config;
