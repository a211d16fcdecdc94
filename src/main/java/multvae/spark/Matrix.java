package multvae.spark;

import java.nio.file.Path;
import multvae.matrix.Part;
import multvae.run.RunLayout;

/** The five matrices of a split. */
enum Matrix {
    TRAIN(0, Part.TRAIN, RunLayout.TRAIN_MATRIX),
    VALIDATION_FOLD_IN(1, Part.VALIDATION, RunLayout.VALIDATION_FOLD_IN),
    VALIDATION_HELD_OUT(2, Part.VALIDATION, RunLayout.VALIDATION_HELD_OUT),
    TEST_FOLD_IN(3, Part.TEST, RunLayout.TEST_FOLD_IN),
    TEST_HELD_OUT(4, Part.TEST, RunLayout.TEST_HELD_OUT);

    private final int place;
    private final Part part;
    private final String file;

    Matrix(int place, Part part, RunLayout.Artifact artifact) {
        this.place = place;
        this.part = part;
        this.file = artifact.file();
    }

    /** Its number, from 0. */
    int place() {
        return place;
    }

    /** Whose users the rows are. */
    Part part() {
        return part;
    }

    Path in(Path directory) {
        return directory.resolve(file);
    }
}
