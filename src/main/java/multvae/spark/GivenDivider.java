package multvae.spark;

import java.util.Arrays;
import java.util.List;
import multvae.matrix.Part;
import multvae.split.ValidationDraw;
import org.apache.spark.api.java.JavaRDD;

/** The parts of events that come in a file for each part, and what validates if none is for that. */
final class GivenDivider {

    private GivenDivider() {}

    /**
     * The shards, each event with its part.
     *
     * @param parts of each source
     * @param seed of what validates
     */
    static JavaRDD<Shard> parts(Shards shards, List<Part> parts, long seed) {
        PartRanges ranges = shards.parts();
        JavaRDD<Shard> given = shards.all().map(shard -> shard.divided(partsOf(shard, parts, ranges)));
        if (parts.contains(Part.VALIDATION)) {
            return given;
        }
        int[] trained =
                EveryUserDivider.perUser(given, Part.TRAIN, shards.userIds().size());
        ValidationDraw draw = new ValidationDraw(seed);
        List<ValidationDraw> draws = shards.ranges().before(draw::copy, user -> {
            if (trained[user] > 0) {
                draw.next(trained[user]);
            }
        });
        return given.map(
                shard -> drawn(shard, draws.get(shard.index()).copy())); // a task that is repeated draws the same
    }

    private static Part[] partsOf(Shard shard, List<Part> parts, PartRanges ranges) {
        Part[] partOfEvent = new Part[shard.size()];
        int source = 0;
        for (int event = 0; event < partOfEvent.length; event++) {
            source = ranges.sourceOfRow(shard.positions()[event], source); // events are in the files' order
            partOfEvent[event] = parts.get(source);
        }
        return partOfEvent;
    }

    private static Shard drawn(Shard shard, ValidationDraw draw) {
        Part[] parts = new Part[shard.size()];
        for (int event = 0; event < parts.length; event++) {
            parts[event] = shard.isIn(event, Part.TRAIN) ? Part.TRAIN : Part.TEST;
        }
        for (int[] events : shard.byUser()) {
            int[] trained = Arrays.stream(events)
                    .filter(event -> parts[event] == Part.TRAIN)
                    .toArray();
            if (trained.length > 0) {
                for (int place : draw.next(trained.length)) {
                    parts[trained[place]] = Part.VALIDATION;
                }
            }
        }
        return shard.divided(parts);
    }
}
