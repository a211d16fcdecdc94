package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import multvae.io.UserError;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Java and the native libraries say if there is no memory left, as the line that a user gets. */
final class ExhaustionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Java heap space                                                             | -Xmx after
                    GC overhead limit exceeded                                                  | -Xmx after
                    Requested array size exceeds VM limit                                       | smaller files
                    Required length exceeds implementation limit                                | smaller files
                    Metaspace                                                                   | -XX:MaxMetaspaceSize
                    Compressed class space                                                      | -XX:CompressedClassSpaceSize
                    Cannot reserve 9 bytes of direct buffer memory (allocated: 1, limit: 2)      | -XX:MaxDirectMemorySize
                    unable to create native thread: possibly out of memory or limits reached    | ulimit -u
                    Physical memory usage is too high: physicalBytes (2G) > maxPhysicalBytes (1G)| maxphysicalbytes=BYTES
                    Failed to allocate memory within limits: totalBytes (2G) > maxBytes (1G)     | maxbytes=BYTES
                    something that no Java has said so far                                      | -Xmx after
                    """)
    void a_lack_of_memory_says_what_to_raise(String message, String remedy) {
        UserError error = Failures.userError(new IllegalStateException(new OutOfMemoryError(message)))
                .orElseThrow();
        assertThat(error.remedy()).contains(remedy);
        assertThat(error.found()).contains(message);
    }

    @Test
    void a_heap_that_is_full_is_told_as_java_tells_it() {
        OutOfMemoryError thrown = null;
        try {
            long[][] all = new long[1 << 20][];
            for (int i = 0; i < all.length; i++) {
                all[i] = new long[Integer.MAX_VALUE - 8];
            }
        } catch (OutOfMemoryError e) {
            thrown = e;
        }
        assertThat(Failures.userError(thrown).orElseThrow())
                .hasMessageContaining("Java's heap: expected enough memory, found none left (");
    }

    @Test
    void what_javacpp_refuses_says_what_to_raise() {
        OutOfMemoryError thrown = null;
        try (FloatPointer pointer = new FloatPointer(Pointer.maxBytes() / Float.BYTES + 1)) {
            assertThat(pointer.isNull()).isTrue();
        } catch (OutOfMemoryError e) {
            thrown = e;
        }
        assertThat(Failures.userError(thrown).orElseThrow().remedy())
                .as(String.valueOf(thrown))
                .contains("org.bytedeco.javacpp.max");
    }

    @Test
    void a_library_that_finds_no_addresses_is_no_bug_and_one_that_lacks_a_method_is() {
        Throwable initializer = new ExceptionInInitializerError(new IllegalStateException(
                "ND4J is probably missing dependencies",
                new UnsatisfiedLinkError("/x/libnd4jcpu.so: failed to map segment from shared object")));
        assertThat(Failures.userError(initializer).orElseThrow().remedy()).contains("ulimit -v");
        assertThat(Failures.userError(new NoClassDefFoundError(
                        "Exception java.lang.UnsatisfiedLinkError: x.so: failed to map segment [in thread \"main\"]")))
                .isPresent();
        assertThat(Failures.userError(new UnsatisfiedLinkError("'void multvae.X.y()'")))
                .isEmpty();
        assertThat(Failures.userError(new StackOverflowError())).isEmpty();
        assertThat(Failures.userError(new IllegalStateException("the allocation failed us")))
                .isEmpty();
    }
}
