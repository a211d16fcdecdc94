package multvae.serving;

import multvae.io.JsonId;

/**
 * An item that the model knows.
 *
 * @param id its raw id, as in the ratings
 * @param title empty if there is none
 */
public record Item(@JsonId String id, String title) {}
