package multvae.spark;

import java.nio.file.Path;
import multvae.matrix.Part;
import multvae.run.RunLayout;

/** The five matrices of a split. */
enum Matrix {
    TRAIN(Part.TRAIN, RunLayout.TRAIN_MATRIX),
    VALIDATION_FOLD_IN(Part.VALIDATION, RunLayout.VALIDATION_FOLD_IN),
    VALIDATION_HELD_OUT(Part.VALIDATION, RunLayout.VALIDATION_HELD_OUT),
    TEST_FOLD_IN(Part.TEST, RunLayout.TEST_FOLD_IN),
    TEST_HELD_OUT(Part.TEST, RunLayout.TEST_HELD_OUT);

    private final Part part;
    private final RunLayout.Artifact artifact;

    Matrix(Part part, RunLayout.Artifact artifact) {
        this.part = part;
        this.artifact = artifact;
    }

    /** Whose users the rows are. */
    Part part() {
        return part;
    }

    Path in(Path directory) {
        return directory.resolve(artifact.file());
    }
}
