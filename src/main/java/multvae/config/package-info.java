/** HOCON to validated records, every problem of a file at once, each with file and line.
 *
 * <p>The only user of com.typesafe.config. */
package multvae.config;
