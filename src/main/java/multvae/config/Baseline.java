package multvae.config;

/** What a model is compared with. */
public enum Baseline {
    POPULARITY,
    ITEM_KNN,
    EASE;

    /** As it stands in configurations and files: {@code item-knn}. */
    public String label() {
        return ValueType.name(this);
    }
}
