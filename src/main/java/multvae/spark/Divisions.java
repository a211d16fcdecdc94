package multvae.spark;

import java.util.Map;
import multvae.matrix.Part;
import org.apache.spark.api.java.JavaRDD;

/** The parts' users, by row, with what makes the matrices. */
final class Divisions {

    private final JavaRDD<Shard> shards;
    private final Division division;
    private final Map<Part, int[]> users;
    private final int[] columnOfItem;
    private final int kept;

    /** @param shards what the division is of */
    Divisions(JavaRDD<Shard> shards, Division division, Map<Part, int[]> users, int[] columnOfItem, int kept) {
        this.shards = shards;
        this.division = division;
        this.users = users;
        this.columnOfItem = columnOfItem;
        this.kept = kept;
    }

    JavaRDD<Shard> shards() {
        return shards;
    }

    Division division() {
        return division;
    }

    Map<Part, int[]> users() {
        return users;
    }

    int[] columnOfItem() {
        return columnOfItem;
    }

    int kept() {
        return kept;
    }

    int rows(Matrix matrix) {
        return users.get(matrix.part()).length;
    }
}
