package multvae.evaluation;

/** Which third of the train events an item's belong to, the most popular items' first. */
public enum PopularityBucket {
    HEAD("head"),
    MIDDLE("middle"),
    TAIL("tail");

    private final String label;

    PopularityBucket(String label) {
        this.label = label;
    }

    /** As it stands in files: {@code head}, {@code middle} or {@code tail}. */
    public String label() {
        return label;
    }
}
