package multvae.serving;

import multvae.io.JsonId;

/**
 * One of the user's own items, as a reason for a recommendation.
 *
 * @param itemId its raw id
 * @param title empty if there is none
 * @param weight by how much it raises the log-probability of the recommended item, above 0: log p(item | all likes) - log
 *     p(item | all likes but this one). With 0.7 the item is e^0.7, twice as probable as without. Of a
 *     baseline it is what the item adds to the score.
 */
public record Reason(@JsonId String itemId, String title, double weight) {}
