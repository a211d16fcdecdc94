/** How a network is trained: the loop, what listens to it, its schedules, its checkpoints, its history. */
package multvae.training;
