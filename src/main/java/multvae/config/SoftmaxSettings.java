package multvae.config;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which items a training step's softmax is over.
 *
 * @param type all or a sample
 * @param sampledItems how many items are drawn for a batch beside those of its users, from 1. Read only by {@link Type#SAMPLED}
 */
public record SoftmaxSettings(Type type, int sampledItems) {

    /** Which items. */
    public enum Type {
        /** All of the catalogue. */
        FULL,
        /** Those that the batch's users have, and some others, drawn again for each batch. */
        SAMPLED
    }

    static final String NAME = "softmax";

    static final String KEY = "train.softmax";

    /** The key of {@link #sampledItems}. */
    public static final String SAMPLED_ITEMS = "train.sampledItems";

    /** The keys of both. */
    public static final List<String> KEYS = List.of(KEY, SAMPLED_ITEMS);

    static SoftmaxSettings read(Section train) {
        return new SoftmaxSettings(
                train.get(NAME, ValueType.constant(Type.class)), train.get("sampledItems", ValueType.integer(1)));
    }

    /** How many items are drawn for a batch; nothing if all are in its softmax. */
    public OptionalInt drawn() {
        return type == Type.SAMPLED ? OptionalInt.of(sampledItems) : OptionalInt.empty();
    }
}
