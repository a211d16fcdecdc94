package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import multvae.io.UserError.Problem;
import org.junit.jupiter.api.Test;

final class UserErrorTest {

    private final UserError epochs = new UserError("a.conf:3", "a whole number from 1", "0", "correct it");
    private final UserError type = new UserError("a.conf:4", "mult-vae or mult-dae", "\"vae\"", "write mult-vae");

    @Test
    void the_message_is_one_line_of_its_four_fields() {
        assertThat(epochs)
                .hasMessage("a.conf:3: expected a whole number from 1, found 0; correct it")
                .hasNoCause();
        assertThat(List.of(epochs.where(), epochs.expected(), epochs.found(), epochs.remedy()))
                .containsExactly("a.conf:3", "a whole number from 1", "0", "correct it");
        assertThat(epochs.problems())
                .containsExactly(new Problem("a.conf:3", "a whole number from 1", "0", "correct it"));
    }

    @Test
    void a_cause_is_kept_and_is_not_in_the_message() {
        Exception cause = new IllegalStateException("secret");
        UserError error = new UserError("f", "a", "b", "c", cause);
        assertThat(error).hasCause(cause).hasMessage("f: expected a, found b; c");
    }

    @Test
    void all_is_a_line_for_each_in_the_order_given_and_the_fields_are_the_first_ones() {
        UserError both = UserError.all(List.of(type, epochs));
        assertThat(both).hasMessage(type.getMessage() + "\n" + epochs.getMessage());
        assertThat(both.problems()).hasSize(2);
        assertThat(List.of(both.where(), both.expected(), both.found(), both.remedy()))
                .containsExactly("a.conf:4", "mult-vae or mult-dae", "\"vae\"", "write mult-vae");
    }

    @Test
    void all_of_one_is_that_one_with_its_cause() {
        assertThat(UserError.all(List.of(epochs))).isSameAs(epochs);
    }

    @Test
    void all_takes_in_what_all_has_taken_together() {
        UserError three = UserError.all(List.of(epochs, UserError.all(List.of(type, epochs))));
        assertThat(three.problems()).extracting(Problem::where).containsExactly("a.conf:3", "a.conf:4", "a.conf:3");
    }

    @Test
    void what_is_wrong_comes_back_from_another_machine() throws IOException, ClassNotFoundException {
        UserError both = UserError.all(List.of(type, epochs));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(both);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            UserError read = (UserError) in.readObject();
            assertThat(read).hasMessage(both.getMessage());
            assertThat(read.problems()).isEqualTo(both.problems());
            assertThat(read.where()).isEqualTo("a.conf:4");
        }
    }

    @Test
    void all_of_nothing_is_a_bug() {
        assertThatThrownBy(() -> UserError.all(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_list_of_problems_cannot_be_changed() {
        assertThatThrownBy(() -> epochs.problems().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
