/** Trainings of one run's data with different settings, and which of them is best. */
package multvae.sweep;
