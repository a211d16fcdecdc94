package multvae.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.model.Adam;
import multvae.model.Batch;
import multvae.model.LossTerms;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.Randomness;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A process' copy of the model that several of them train together, and of Adam's moments. It may take any worker's part: all copies
 * are the same to the last bit, since each applies the same updates in the same order.
 */
public final class Replica implements AutoCloseable {

    private static final long NONE = -1;

    private final WorkerTask task;
    private final CsrMatrix train;
    private final Randomness.Seeded randomness;
    private final Parameters parameters;
    private final Parameters prior;
    private final Network network;
    private final Adam adam;
    private final KlAnnealing annealing;
    private final TrainingStep ownStep;
    private final Map<Integer, Batch.Training> batches = new HashMap<>(); // by their users
    private final At at = At.builder().operation(Operation.TRAINING).build();
    private long step = NONE; // that the parameters are those before
    private int orderedPass = -1; // that the order is of
    private int[] order = new int[0];

    /**
     * @param train the users, all of them
     * @throws UserError if this machine, or this process, does not have the memory
     */
    public Replica(WorkerTask task, CsrMatrix train) {
        if (train.rows() != task.plan().users()
                || train.columns() != task.architecture().items()) {
            throw new UserError(
                    "the train users",
                    task.plan().users() + " of " + task.architecture().items() + " items on every worker",
                    train.rows() + " of " + train.columns(),
                    "put the run's directory on a file system that all machines share");
        }
        task.need().check();
        this.task = task;
        this.train = train;
        this.randomness = new Randomness.Seeded(task.seed());
        this.parameters = Parameters.zeros(task.architecture(), DataType.FLOAT);
        this.prior = Parameters.prior(task.architecture(), randomness);
        this.network = Network.of(task.itemLayers(), task.architecture(), parameters, prior);
        this.adam = new Adam(parameters);
        this.annealing = new KlAnnealing(task.annealing());
        this.ownStep = new TrainingStep(network, adam, task.clipping(), List.of(annealing));
    }

    /**
     * Takes a worker's part of a round.
     *
     * @param worker from 0
     */
    public synchronized RoundResult run(Round round, int worker) {
        if (!bringTo(round)) {
            return new RoundResult.Missing();
        }
        try {
            return task.averages() ? weights(round, worker) : gradients(round, worker);
        } catch (UserError e) { // an error is a result: Spark would repeat the task
            return new RoundResult.Failed(e);
        }
    }

    /** Brings the parameters to where the round starts; false if it cannot, since a step was missed. */
    private boolean bringTo(Round round) {
        if (step == round.step()) {
            return true; // another worker's part was taken here
        }
        if (round.start() instanceof SharedState state) {
            state.copyTo(parameters, prior, adam);
        } else if (round.start() instanceof Round.Update update && step != NONE && step == round.step() - 1) {
            update.apply(task.architecture(), parameters, adam);
        } else {
            return false;
        }
        step = round.step();
        return true;
    }

    /** The gradients of the part, times its share of the batch: those of the workers add up to the batch's. */
    private RoundResult gradients(Round round, int worker) {
        Optional<Batch.Training> filled = fill(round, round.batch(), worker);
        if (filled.isEmpty()) {
            return new RoundResult.NoUsers();
        }
        Batch.Training batch = filled.get();
        at.setIteration(Math.toIntExact(round.step()));
        annealing.iterationStart(network.graph(), at, batch.features(), 0);
        LossTerms terms = network.differentiate(batch);
        double share = (double) batch.users() / task.plan().size(round.batch());
        return RoundResult.StepGradients.of(LossTerms.Sums.NONE.plus(terms, batch.users()), network.gradients(share));
    }

    /** The weights after steps on the part alone, times the part's share of the users: those of the workers add up to the mean. */
    private RoundResult weights(Round round, int worker) {
        step = NONE; // they are the worker's own from now on
        List<LossTerms.Sums> losses = new ArrayList<>();
        long users = 0;
        long all = 0;
        at.setEpoch(round.epoch());
        for (int k = 0; k < round.count(); k++) {
            all += task.plan().size(round.batch() + k);
            Optional<Batch.Training> filled = fill(round, round.batch() + k, worker);
            LossTerms.Sums loss = LossTerms.Sums.NONE;
            if (filled.isPresent()) {
                Batch.Training batch = filled.get();
                at.setIteration(Math.toIntExact(round.step() + k));
                loss = loss.plus(ownStep.take(batch, at, round.adamSteps() + k, round.learningRate()), batch.users());
                users += batch.users();
            }
            losses.add(loss);
        }
        return RoundResult.StepsState.of(losses, SharedState.of(parameters, adam, (double) users / all));
    }

    /** The worker's part of a batch, with the random numbers of the whole; absent if it has no users. */
    private Optional<Batch.Training> fill(Round round, int index, int worker) {
        BatchPlan plan = task.plan();
        int from = plan.partStart(index, worker, task.workers());
        int users = plan.partStart(index, worker + 1, task.workers()) - from;
        if (users == 0) {
            return Optional.empty();
        }
        if (orderedPass != round.pass()) {
            order = randomness.userOrder(round.pass(), plan.users());
            orderedPass = round.pass();
        }
        Batch.Training batch = batches.computeIfAbsent(users, network::trainingBatch);
        batch.fill(
                train,
                order,
                plan.usersIn(index) + from,
                round.half(),
                round.pass(),
                index,
                new BatchPart(randomness, task.architecture(), from));
        return Optional.of(batch);
    }

    @Override
    public synchronized void close() {
        batches.values().forEach(Batch::close);
        network.close();
        adam.close();
        prior.close();
        parameters.close();
    }
}
