package multvae.serving;

/**
 * An item that the model knows.
 *
 * @param id its raw id, as in the ratings
 * @param title empty if there is none
 */
public record Item(long id, String title) {}
