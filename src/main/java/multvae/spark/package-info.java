/** The engine for more than one machine: Apache Spark does what stages share out. The only package that knows Spark. */
package multvae.spark;
