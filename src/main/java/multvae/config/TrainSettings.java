package multvae.config;

/**
 * How the model is trained.
 *
 * @param epochs passes over the train users, from 1
 * @param batchSize users in a step, 1 to 1,000,000; an epoch's last batch may be smaller
 * @param learningRate Adam's step size, above 0
 * @param seed of the weights, the users' order, dropout and noise
 * @param statistics whether the run is recorded in Deeplearning4j's stats storage as well
 * @param anneal how beta rises
 */
public record TrainSettings(
        int epochs, int batchSize, double learningRate, long seed, boolean statistics, AnnealSettings anneal) {

    static TrainSettings read(Section train) {
        TrainSettings settings = new TrainSettings(
                train.get("epochs", Kind.integer(1)),
                train.get("batchSize", Kind.integer(1, 1_000_000)),
                train.get("learningRate", Kind.number(Interval.above(0))),
                train.get("seed", Kind.longInteger(Long.MIN_VALUE, Long.MAX_VALUE)),
                train.get("statistics", Kind.flag()),
                AnnealSettings.read(train.section("anneal")));
        train.require(
                settings.anneal.epochs().orElse(1) <= settings.epochs,
                "anneal.epochs",
                "at most the " + settings.epochs + " of train.epochs",
                "epochs");
        return settings;
    }
}
