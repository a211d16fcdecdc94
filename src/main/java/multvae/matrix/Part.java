package multvae.matrix;

/** The three parts that the users are divided into. */
public enum Part {
    TRAIN("train"),
    VALIDATION("validation"),
    TEST("test");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    /** As it is written in files: {@code train}, {@code validation} or {@code test}. */
    public String label() {
        return label;
    }
}
