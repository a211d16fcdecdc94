package multvae.training;

import java.util.List;
import java.util.stream.Stream;
import multvae.config.TrainSettings.RecVae;
import multvae.model.Half;
import multvae.weights.Architecture;

/**
 * The passes over the train users that an epoch has, and what each updates: one that updates everything, or a RecVAE's, first
 * those of the encoder, then those of the decoder.
 *
 * @param halves one for each pass
 */
record Passes(List<Half> halves) {

    static Passes of(Architecture architecture, RecVae settings) {
        return switch (architecture.type()) {
            case MULT_VAE, MULT_DAE -> new Passes(List.of(Half.BOTH));
            case RECVAE ->
                new Passes(Stream.concat(
                                Stream.generate(() -> Half.ENCODER).limit(settings.encoderPasses()),
                                Stream.generate(() -> Half.DECODER).limit(settings.decoderPasses()))
                        .toList());
        };
    }

    int count() {
        return halves.size();
    }

    /** What the {@code pass}-th pass of an epoch updates. */
    Half half(int pass) {
        return halves.get(pass);
    }

    /** Whether the prior becomes a copy of the encoder before this pass of an epoch. */
    boolean beginsWithCopy(int pass) {
        return pass > 0 && half(pass) == Half.DECODER && half(pass - 1) == Half.ENCODER;
    }

    /**
     * The steps before this one that have updated the same half: each has an Adam of its own, which counts its own steps.
     *
     * @param epoch from 0
     * @param step of the epoch, from 0
     * @param stepsPerPass batches in a pass
     */
    long adamSteps(int epoch, int step, int stepsPerPass) {
        int pass = step / stepsPerPass;
        long before =
                halves.subList(0, pass).stream().filter(half(pass)::equals).count();
        long inEpoch = halves.stream().filter(half(pass)::equals).count();
        return (epoch * inEpoch + before) * stepsPerPass + step % stepsPerPass;
    }
}
