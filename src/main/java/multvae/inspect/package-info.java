/** What a run's artifacts say, for people and for programs. */
package multvae.inspect;
