package multvae.config;

/**
 * How the model is trained.
 *
 * @param epochs passes over the train users, from 1
 * @param batchSize users in a step, from 1; an epoch's last batch may be smaller
 * @param learningRate Adam's step size, above 0
 * @param seed of the weights, the users' order, dropout and noise
 * @param anneal how beta rises
 */
public record TrainSettings(int epochs, int batchSize, double learningRate, long seed, AnnealSettings anneal) {}
