package multvae.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import multvae.io.UserError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As deployments do it, a link leads to one bundle and then to another of as many items. */
final class UnreplacedTest {

    @TempDir
    private Path directory;

    private Path old;
    private Path renewed;
    private Path link;
    private int readings;

    @BeforeEach
    void write() throws IOException {
        old = Bundles.byHand(directory.resolve("old"));
        renewed = Bundles.random(directory.resolve("renewed"), 4);
        link = Files.createSymbolicLink(directory.resolve("link"), old);
    }

    private void leadTo(Path bundle) throws IOException {
        Path beside = Files.createSymbolicLink(directory.resolve("beside"), bundle);
        Files.move(beside, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private ServedModel read(Unreplaced.Reading<ServedModel> reading) throws IOException {
        return Unreplaced.read(link, () -> ServedModel.signature(link), () -> {
            readings++;
            return reading.read();
        });
    }

    @Test
    void a_model_that_is_replaced_once_it_is_read_is_not_taken() throws IOException {
        ServedModel served = read(() -> {
            ServedModel read = ServedModel.found(link);
            if (readings == 1) {
                leadTo(renewed);
            }
            return read;
        });
        assertThat(served.version()).isEqualTo(ServedModel.found(renewed).version());
        assertThat(readings).isEqualTo(2);
    }

    /** It is whole, and nothing is to be made again. */
    @Test
    void files_of_two_models_are_no_damage() throws IOException {
        ServedModel served = read(() -> {
            if (readings > 1) {
                return ServedModel.found(link);
            }
            leadTo(renewed);
            throw new UserError("weights.safetensors", "456 bytes", "8,136 bytes", "make it again from its run");
        });
        assertThat(served.version()).isEqualTo(ServedModel.found(renewed).version());
    }

    @Test
    void damage_is_told_at_once() {
        UserError damage = new UserError("weights.safetensors", "456 bytes", "455 bytes", "make it again from its run");
        assertThatThrownBy(() -> read(() -> {
                    throw damage;
                }))
                .isSameAs(damage);
        assertThat(readings).isEqualTo(1);
    }

    @Test
    void a_model_that_is_replaced_again_and_again_is_one_line() {
        assertThatThrownBy(() -> read(() -> {
                    leadTo(readings % 2 == 1 ? renewed : old);
                    return ServedModel.found(link);
                }))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        link + ": expected a model that stays as it is while it is read, found another one 3 times; "
                                + "try again when nobody replaces it");
    }
}
