package multvae.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RangesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Ranges.PARTS - 1, Ranges.PARTS, 1000, 2_000_003})
    void each_element_is_in_one_part_and_the_parts_differ_by_one_element_at_most(int n) {
        AtomicIntegerArray times = new AtomicIntegerArray(n);
        int[] lengths = new int[Ranges.PARTS];
        Ranges.parallel(n, (part, from, to) -> {
            lengths[part] = to - from;
            for (int i = from; i < to; i++) {
                times.incrementAndGet(i);
            }
        });
        for (int i = 0; i < n; i++) {
            assertThat(times.get(i)).isEqualTo(1);
        }
        int least = Arrays.stream(lengths).min().orElseThrow();
        assertThat(Arrays.stream(lengths).max().orElseThrow() - least).isLessThanOrEqualTo(1);
    }

    /** No bound overflows an int. */
    @Test
    void the_parts_of_the_most_elements_are_next_to_each_other() {
        int[] starts = new int[Ranges.PARTS + 1];
        int[] ends = new int[Ranges.PARTS + 1];
        Ranges.parallel(Integer.MAX_VALUE, (part, from, to) -> {
            starts[part + 1] = from;
            ends[part + 1] = to;
        });
        for (int part = 1; part <= Ranges.PARTS; part++) {
            assertThat(starts[part]).isEqualTo(ends[part - 1]);
        }
        assertThat(ends[Ranges.PARTS]).isEqualTo(Integer.MAX_VALUE);
    }

    /** Each part waits for the last one to begin, so this ends only if each has a thread of its own. */
    @Test
    void with_more_threads_than_parts_each_part_has_one() throws InterruptedException, ExecutionException {
        ForkJoinPool pool = new ForkJoinPool(2 * Ranges.PARTS);
        CountDownLatch begun = new CountDownLatch(Ranges.PARTS);
        boolean[] together = new boolean[Ranges.PARTS];
        try {
            pool.submit(() -> Ranges.parallel(1000, (part, from, to) -> {
                        begun.countDown();
                        try {
                            together[part] = begun.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .get();
        } finally {
            pool.shutdown();
        }
        assertThat(together).containsOnly(true);
    }
}
