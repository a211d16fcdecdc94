package multvae.testing;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import multvae.ids.IdList;

/** Ids that are numbers. */
public final class Ids {

    private Ids() {}

    public static IdList of(long... numbers) {
        return IdList.of(LongStream.of(numbers).mapToObj(Long::toString).toList());
    }

    public static long[] numbers(IdList ids) {
        return IntStream.range(0, ids.size())
                .mapToLong(index -> Long.parseLong(ids.get(index)))
                .toArray();
    }
}
