package multvae.stages;

import java.util.Map;
import java.util.Optional;
import multvae.baselines.ItemPairs;
import multvae.training.ParallelTrainings;
import multvae.training.Workers;

/** This process. */
final class LocalEngine implements Engine {

    @Override
    public Divider divider() {
        return new LocalDivider();
    }

    @Override
    public Optional<Lister> lister() {
        return Optional.empty();
    }

    @Override
    public Optional<Catalogue> catalogue() {
        return Optional.empty();
    }

    @Override
    public ParallelTrainings trainings() {
        return ParallelTrainings.NONE;
    }

    @Override
    public Workers workers(TrainMatrices matrices, int count) {
        throw new IllegalArgumentException("this process is one worker, not " + count); // the settings are checked
    }

    @Override
    public Optional<ItemPairs> pairs(FitEvents events) {
        return Optional.empty();
    }

    @Override
    public Map<String, Object> environment() {
        return Map.of();
    }

    @Override
    public void close() {}
}
