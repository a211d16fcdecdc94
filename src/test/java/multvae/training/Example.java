package multvae.training;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import multvae.config.Settings;
import multvae.matrix.CsrMatrix;
import multvae.model.LossTerms;
import multvae.training.History.Epoch;

/** A training of a second: 103 users, 211 items, 6 steps an epoch. */
final class Example {

    private static final List<String> SMALL = List.of(
            "model { pDims = [8, 24] }",
            "train { epochs = 5, batchSize = 20, seed = 7, checkpointEvery = 2, anneal.totalSteps = 150 }");

    private Example() {}

    /** With these lines of configuration over the small ones. */
    static TrainingTask task(String... lines) throws IOException {
        List<String> all = new ArrayList<>(SMALL);
        all.addAll(Arrays.asList(lines));
        Settings settings = Configured.with(all.toArray(String[]::new));
        CsrMatrix matrix = GoldenInputs.matrix();
        TreeMap<String, Object> identity = new TreeMap<>(settings.slice("model", "train"));
        identity.keySet().removeIf(key -> key.startsWith("train.anneal.") || key.equals("train.epochs"));
        return new TrainingTask(
                new TrainingData(matrix, matrix, heldOut(matrix)),
                Optional.empty(),
                settings.model().architecture(GoldenInputs.ITEMS),
                settings.model().itemLayers(),
                settings.train(),
                identity);
    }

    /** The item after each of a user's, where the user has not got it. */
    private static CsrMatrix heldOut(CsrMatrix foldIn) {
        int[] rowStarts = new int[foldIn.rows() + 1];
        IntStream.Builder columns = IntStream.builder();
        for (int row = 0; row < foldIn.rows(); row++) {
            rowStarts[row + 1] = rowStarts[row];
            for (int k = foldIn.rowStart(row); k < foldIn.rowStart(row + 1); k++) {
                int next = foldIn.column(k) + 1;
                if (next < foldIn.columns() && !foldIn.contains(row, next)) {
                    columns.add(next);
                    rowStarts[row + 1]++;
                }
            }
        }
        return new CsrMatrix(foldIn.columns(), rowStarts, columns.build().toArray());
    }

    /** From another thread, as a signal does; it waits until training has stopped. */
    static void request(StopRequest stop) {
        Thread signal = new Thread(() -> {
            try {
                stop.request(Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        signal.start();
        while (!stop.isRequested()) {
            Thread.onSpinWait();
        }
    }

    /** Notes what it is told, and may do something at a step. */
    static final class Watcher implements TrainingProgress {

        final List<String> notes = new ArrayList<>();
        final List<Epoch> epochs = new ArrayList<>();
        private final Runnable atStep;
        private final int step;
        int steps;

        Watcher() {
            this(-1, () -> {});
        }

        /** @param step the number of steps after which {@code atStep} is done, once */
        Watcher(int step, Runnable atStep) {
            this.step = step;
            this.atStep = atStep;
        }

        @Override
        public void note(String line) {
            notes.add(line);
        }

        @Override
        public void epochStarted(int epoch, int epochs, int users, int done) {}

        @Override
        public void stepDone(int users, LossTerms loss, double beta) {
            if (++steps == step) {
                atStep.run();
            }
        }

        @Override
        public void epochDone(Epoch result, double seconds) {
            epochs.add(result);
        }
    }
}
