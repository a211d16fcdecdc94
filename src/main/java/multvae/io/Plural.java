package multvae.io;

/** Counts in messages. */
public final class Plural {

    private Plural() {}

    /**
     * {@code 1 user} or {@code 2 users}.
     *
     * @param noun whose plural ends with s
     */
    public static String of(long count, String noun) {
        return count + " " + noun(count, noun);
    }

    /** The noun alone: {@code user} or {@code users}. */
    public static String noun(long count, String noun) {
        return count == 1 ? noun : noun + "s";
    }
}
