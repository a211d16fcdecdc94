package multvae.evaluation;

/** Which third of the users a user belongs to by the number of fold-in items, the fewest first. */
public enum Activity {
    LOW("low"),
    MEDIUM("medium"),
    HIGH("high");

    private final String label;

    Activity(String label) {
        this.label = label;
    }

    /** As it stands in files: {@code low}, {@code medium} or {@code high}. */
    public String label() {
        return label;
    }
}
