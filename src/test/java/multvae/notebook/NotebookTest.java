package multvae.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotebookTest {

    @TempDir
    private Path directory;

    private String run(String script) throws IOException {
        return Notebook.read(Files.writeString(directory.resolve("a.jsh"), script))
                .run(cell -> {});
    }

    @Test
    void prose_code_and_output_follow_each_other_and_cells_share_their_variables() throws IOException {
        assertThat(
                        run(
                                """
                                /// # One
                                /// and *two*
                                int a = 6;
                                for (int i = 0; i < 2; i++) {
                                    System.out.println(a + i);
                                }
                                /// Three
                                // a comment
                                int twice(int n) { return 2 * n; }
                                System.out.print(twice(a))
                                """))
                .isEqualTo(
                        """
                        # One
                        and *two*

                        ```java
                        int a = 6;
                        for (int i = 0; i < 2; i++) {
                            System.out.println(a + i);
                        }
                        ```

                        ```
                        6
                        7
                        ```

                        Three

                        ```java
                        // a comment
                        int twice(int n) { return 2 * n; }
                        System.out.print(twice(a))
                        ```

                        ```
                        12
                        ```
                        """);
    }

    @Test
    void a_cell_that_does_not_compile_or_throws_is_named_by_its_line() {
        assertThatThrownBy(() -> run("/// One\nint a = 1;\n/// Two\nint b = \"text\";\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("a.jsh, the cell at line 3", "incompatible types");
        assertThatThrownBy(() -> run("int a = 1;\nint b = a / 0;\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("line 1", "java.lang.ArithmeticException: / by zero");
        assertThatThrownBy(() -> run("int a = (1;\n")).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> run("if (true) {\n")).isInstanceOf(UserError.class);
    }

    @Test
    void decimals_may_differ_by_a_hundredth_and_one_percent_and_all_else_must_be_the_same() {
        String expected = "shape 403 x 5181\nNDCG@100  0.5000 +- -9.99\n";
        assertThat(Transcript.difference(expected, expected)).isEmpty();
        assertThat(Transcript.difference(expected, expected.replace("0.5000 +- -9.99", "0.5149 +- -10.09")))
                .isEmpty(); // 0.01 * 1.5 = 0.015, 0.01 * 10.99 = 0.1099
        assertThat(Transcript.difference(expected, expected.replace("0.5000", "0.5151")))
                .hasValueSatisfying(text -> assertThat(text).startsWith("line 2: expected NDCG@100  0.5000"));
        assertThat(Transcript.difference(expected, expected.replace("-9.99", "9.99")))
                .isPresent();
        assertThat(Transcript.difference(expected, expected.replace("403", "404")))
                .isPresent();
        assertThat(Transcript.difference(expected, expected.replace("0.5000", "0")))
                .isPresent();
        assertThat(Transcript.difference(expected, expected.replace("0.5000", "NaN")))
                .isPresent();
        assertThat(Transcript.difference(expected, expected.replace("shape", "form")))
                .isPresent();
        assertThat(Transcript.difference(expected, expected + "more\n")).isPresent();
        assertThat(Transcript.difference(expected, "shape 403 x 5181\n")).isPresent();
    }
}
