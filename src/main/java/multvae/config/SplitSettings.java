package multvae.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the data is divided into what is trained on, validated on and tested on.
 *
 * @param type how
 * @param train given: the files of training events, as {@code data.ratings} names files
 * @param validation given: those of validation events; absent: a tenth of each user's training events
 * @param test given: those of test events
 * @param last time: how many of a user's events are tested, from 1, or which share of them, below 1
 * @param after time: all events from this date on are tested, an ISO 8601 date or time
 * @param unknown what happens to a test event of a user or an item that training does not have
 */
public record SplitSettings(
        Type type,
        Optional<String> train,
        Optional<String> validation,
        Optional<String> test,
        Optional<Double> last,
        Optional<String> after,
        Unknown unknown) {

    /** The ways to divide. */
    public enum Type {
        /** Test users are not trained on: the published split of Liang et al. */
        USERS,
        /** Every user is trained on; the parts are files. */
        GIVEN,
        /** Every user is trained on; the last events are tested. */
        TIME;

        /**
         * The type of a label.
         *
         * @throws IllegalArgumentException if there is no such type
         */
        public static Type of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }

        /** As the configuration has it. */
        public String label() {
            return ValueType.name(this);
        }
    }

    /** What happens to test events that no model can predict. */
    public enum Unknown {
        /** They are left out and counted. */
        DROP,
        ERROR
    }

    /** The keys that name files: what is in the files counts, not where they are. */
    public static final List<String> FILES = List.of(file("train"), file("validation"), file("test"));

    /**
     * The key that names the files of a part.
     *
     * @param part {@code train}, {@code validation} or {@code test}
     */
    public static String file(String part) {
        return "preprocess.split." + part;
    }

    /** The published split. */
    static final SplitSettings USERS = new SplitSettings(
            Type.USERS,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Unknown.DROP);

    static SplitSettings read(Section split) {
        SplitSettings settings = new SplitSettings(
                split.get("type", ValueType.constant(Type.class)),
                split.optional("train", ValueType.anyText("a path")),
                split.optional("validation", ValueType.anyText("a path")),
                split.optional("test", ValueType.anyText("a path")),
                split.optional("last", ValueType.countOrShare()),
                split.optional("after", ValueType.date()),
                split.get("unknown", ValueType.constant(Unknown.class)));
        boolean given = settings.type == Type.GIVEN;
        boolean time = settings.type == Type.TIME;
        split.require(!given || settings.train.isPresent(), "train", "a file, since type = given", "type");
        split.require(!given || settings.test.isPresent(), "test", "a file, since type = given", "type");
        split.require(given || settings.train.isEmpty(), "train", "nothing unless type = given", "type");
        split.require(given || settings.validation.isEmpty(), "validation", "nothing unless type = given", "type");
        split.require(given || settings.test.isEmpty(), "test", "nothing unless type = given", "type");
        split.require(time || settings.last.isEmpty(), "last", "nothing unless type = time", "type");
        split.require(time || settings.after.isEmpty(), "after", "nothing unless type = time", "type");
        split.requireOneOf(
                !time || settings.last.isPresent() || settings.after.isPresent(),
                ", since preprocess.split.type = time",
                "1",
                "last",
                "after");
        split.require(
                settings.last.isEmpty() || settings.after.isEmpty(), "after", "nothing, since last is set", "last");
        return settings;
    }
}
