package multvae.training;

import multvae.matrix.CsrMatrix;

/**
 * What training sees: the train users, and the validation users in two parts.
 *
 * @param train [train users, items]
 * @param validationFoldIn [validation users, items]
 * @param validationHeldOut [validation users, items]
 */
public record TrainingData(CsrMatrix train, CsrMatrix validationFoldIn, CsrMatrix validationHeldOut) {}
