/** How a network is trained: the loop and its listener, schedules, checkpoints, history. */
package multvae.training;
