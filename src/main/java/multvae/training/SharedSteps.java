package multvae.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import multvae.model.Adam;
import multvae.model.Gradients;
import multvae.model.Half;
import multvae.model.LossTerms;
import multvae.model.Parameters;
import org.nd4j.autodiff.listeners.At;

/**
 * Steps that workers take together. This process has weights and moments of its own, which it updates as the workers do: they are what
 * is validated and what checkpoints hold, and a worker that was lost starts again from them.
 *
 * <p>With {@code averageEvery = 1} the workers' gradients add up to those of the whole batch, and a step is the one that a single
 * process takes, to rounding. With more, each worker takes that many steps on its own part, and then weights and moments are
 * averaged (McDonald, Hall and Mann 2010, Distributed training strategies for the structured perceptron).
 */
final class SharedSteps implements Steps {

    private final WorkerTask task;
    private final Parameters parameters;
    private final Parameters prior;
    private final Adam adam;
    private final Workers.Crew crew;
    private int pass;
    private Half half = Half.BOTH;
    /** What the workers have not applied yet; absent: they have to be sent the state. */
    private Optional<Round.Update> pending = Optional.empty();

    /**
     * @param parameters updated by every step
     * @param prior not changed while a pass goes on
     */
    SharedSteps(WorkerTask task, Parameters parameters, Parameters prior, Adam adam, Workers workers) {
        this.task = task;
        this.parameters = parameters;
        this.prior = prior;
        this.adam = adam;
        this.crew = workers.begin(task);
    }

    @Override
    public void startPass(int nextPass, Half nextHalf) {
        if (nextHalf != half) {
            pending = Optional.empty(); // between the halves a RecVAE's prior changes
        }
        pass = nextPass;
        half = nextHalf;
    }

    @Override
    public List<Taken> take(At at, int batch, long adamSteps, double learningRate) {
        Round round = new Round(
                at.iteration(),
                at.epoch(),
                pass,
                half,
                batch,
                Math.min(task.averageEvery(), task.plan().batches() - batch),
                adamSteps,
                learningRate,
                pending.<Round.Start>map(update -> update).orElseGet(() -> SharedState.of(parameters, prior, adam)));
        RoundResult result = crew.run(round);
        while (result instanceof RoundResult.Missing) {
            result = crew.run(round.from(SharedState.of(parameters, prior, adam)));
        }
        if (result instanceof RoundResult.Failed failed) {
            throw failed.error();
        }
        if (result instanceof RoundResult.StepsState averaged) {
            averaged.state().copyTo(parameters, prior, adam);
            return taken(round, averaged.losses());
        }
        if (result instanceof RoundResult.StepGradients summed) {
            List<Taken> taken = taken(round, List.of(summed.loss()));
            update(round, summed.gradients(), taken.get(0));
            return taken;
        }
        throw new IllegalStateException("a batch without users");
    }

    private List<Taken> taken(Round round, List<LossTerms.Sums> losses) {
        List<Taken> taken = new ArrayList<>();
        for (LossTerms.Sums sums : losses) {
            double beta = task.annealing().beta(round.step() + taken.size());
            taken.add(new Taken(sums.means(), Math.toIntExact(sums.users()), beta));
        }
        return taken;
    }

    /** Updates this process' weights and moments; the workers do so before their next step. */
    private void update(Round round, Gradients gradients, Taken step) {
        String klWeight = task.architecture().type().klWeight();
        TrainingStep.requireFinite(
                step.terms(),
                gradients::areFinite,
                TrainingStep.where(round.step(), round.epoch() + 1, klWeight, step.beta(), round.learningRate()));
        double scale = task.clipping().scale(() -> gradients.squaredNorm(task.architecture(), parameters));
        Round.Update update = new Round.Update(gradients, scale, round.adamSteps(), round.learningRate());
        update.apply(task.architecture(), parameters, adam);
        pending = Optional.of(update);
    }

    @Override
    public void close() {
        crew.close();
    }
}
