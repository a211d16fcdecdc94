package multvae.split;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import multvae.config.SplitSettings;
import multvae.ids.IdList;
import multvae.io.GitBlob;
import multvae.matrix.Part;
import multvae.ratings.EventList;

/**
 * The files that the authors' notebook writes of a split by users, in its directory pro_sg:
 * https://github.com/dawenl/vae_cf/blob/master/VAE_ML20M_WWW2018.ipynb
 *
 * <p>Those with events have the header {@code uid,sid} and a line for each event. A uid is a user's number, from 0 over the
 * train users, then the validation users, then the test users. A sid is an item's column. The training events come in the
 * order of the ratings; the others by user, ascending by raw id, those of a user in the order of the ratings. Lines end with
 * a line feed.
 */
public enum PublishedFile {
    TRAIN("train.csv"),
    VALIDATION_FOLD_IN("validation_tr.csv"),
    VALIDATION_HELD_OUT("validation_te.csv"),
    TEST_FOLD_IN("test_tr.csv"),
    TEST_HELD_OUT("test_te.csv"),
    /** The items' raw ids, a line for each column. */
    ITEMS("unique_sid.txt");

    private final String file;

    PublishedFile(String file) {
        this.file = file;
    }

    /** Its name, such as {@code train.csv}. */
    public String file() {
        return file;
    }

    /**
     * Writes the file's bytes, and leaves the stream open.
     *
     * @throws IllegalArgumentException if the split is not by users: the notebook knows no other one
     */
    public void write(Split split, OutputStream out) throws IOException {
        if (SplitSettings.Type.of(split.statistics().split()) != SplitSettings.Type.USERS) {
            throw new IllegalArgumentException(
                    file + " of a split by " + split.statistics().split());
        }
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writeText(split, writer);
        writer.flush();
    }

    /** The id that git gives to the file, see {@link GitBlob}. Nothing is written to the disk. */
    public String gitBlob(Split split) throws IOException {
        return GitBlob.id(out -> write(split, out));
    }

    private void writeText(Split split, Writer out) throws IOException {
        switch (this) {
            case TRAIN -> write(split.trainEvents(), out);
            case VALIDATION_FOLD_IN -> write(split.foldInEvents(Part.VALIDATION), out);
            case VALIDATION_HELD_OUT -> write(split.heldOutEvents(Part.VALIDATION), out);
            case TEST_FOLD_IN -> write(split.foldInEvents(Part.TEST), out);
            case TEST_HELD_OUT -> write(split.heldOutEvents(Part.TEST), out);
            case ITEMS -> write(split.itemIds(), out);
        }
    }

    private static void write(EventList events, Writer out) throws IOException {
        out.write("uid,sid\n");
        for (int event = 0; event < events.size(); event++) {
            out.write(Integer.toString(events.user(event)));
            out.write(',');
            out.write(Integer.toString(events.item(event)));
            out.write('\n');
        }
    }

    private static void write(IdList ids, Writer out) throws IOException {
        for (int index = 0; index < ids.size(); index++) {
            out.write(ids.get(index));
            out.write('\n');
        }
    }
}
