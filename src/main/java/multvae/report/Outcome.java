package multvae.report;

import multvae.evaluation.Bootstrap.Interval;

/** What a difference's 95 % interval says: it is told by a mark's shape and by a word, not by a colour. */
enum Outcome {
    BETTER("\u25b2", "better", Forest.Shape.BETTER),
    WORSE("\u25bc", "worse", Forest.Shape.WORSE),
    /** The interval includes zero. */
    UNCLEAR("\u25cb", "unclear", Forest.Shape.UNCLEAR);

    private final String mark;
    private final String word;
    private final Forest.Shape shape;

    Outcome(String mark, String word, Forest.Shape shape) {
        this.mark = mark;
        this.word = word;
        this.shape = shape;
    }

    /** Of the model minus a baseline. An end at zero includes zero. */
    static Outcome of(Interval difference) {
        return difference.low() > 0 ? BETTER : difference.high() < 0 ? WORSE : UNCLEAR;
    }

    String mark() {
        return mark;
    }

    String word() {
        return word;
    }

    Forest.Shape shape() {
        return shape;
    }
}
