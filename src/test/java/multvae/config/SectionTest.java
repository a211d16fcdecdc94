package multvae.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;

/** What the configuration is to grow by, read from a reference of the test's own. */
final class SectionTest {

    private enum Type {
        MULT_VAE,
        MULT_DAE
    }

    private static final Reference REFERENCE = new Reference(
            Hocon.parse(
                    Reference.NAME,
                    """
            model {
              type = mult-vae
              rates = [0.5, 0]
              bias = true
              plateau { factor = 0.5 }
            }
            """));

    private record Model(Type type, List<Double> rates, boolean bias, double plateauFactor) {

        static Model read(Reader reader) {
            Section model = reader.root().section("model");
            return new Model(
                    model.get("type", ValueType.constant(Type.class)),
                    model.list("rates", ValueType.number(Interval.closedOpen(0, 1))),
                    model.get("bias", ValueType.flag()),
                    model.section("plateau").get("factor", ValueType.number(Interval.open(0, 1))));
        }
    }

    private static Reader reader(String text) {
        return new Reader(REFERENCE, Origin.of(Path.of("x.conf")), Hocon.parse("x.conf", text), new Sources(false));
    }

    @Test
    void enums_lists_of_numbers_flags_and_sections_have_defaults() {
        Reader reader = reader("");

        assertThat(Model.read(reader)).isEqualTo(new Model(Type.MULT_VAE, List.of(0.5, 0.0), true, 0.5));
        assertThat(reader.finish())
                .containsEntry("model.type", "mult-vae")
                .containsEntry("model.rates", List.of(0.5, 0.0))
                .containsEntry("model.bias", true)
                .containsEntry("model.plateau.factor", 0.5)
                .hasSize(4);
    }

    @Test
    void each_of_them_can_be_wrong() {
        Reader reader = reader(
                """
                model {
                  type = mult-vea
                  rates = [1, 0.5, a]
                  bias = yes
                  plateau = 5
                }
                """);
        Model.read(reader);

        assertThatThrownBy(reader::finish)
                .isInstanceOf(UserError.class)
                .hasMessage(
                        """
                        x.conf:2: model.type: expected one of mult-vae, mult-dae, found "mult-vea"; write mult-vae
                        x.conf:3: model.rates[0]: expected a number from 0 to below 1, found 1; correct it or leave it out \
                        for the default, [0.5,0]
                        x.conf:3: model.rates[2]: expected a number from 0 to below 1, found "a"; correct it or leave it out \
                        for the default, [0.5,0]
                        x.conf:4: model.bias: expected true or false, found "yes"; correct it or leave it out for the \
                        default, true
                        x.conf:5: model.plateau: expected a section, plateau { ... }, found 5; correct it or leave \
                        it out""");
    }

    @Test
    void a_key_that_is_read_without_a_default_is_a_bug() {
        Section model = reader("model.absent = 5").root().section("model");

        assertThatThrownBy(() -> model.get("absent", ValueType.integer(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("multvae/reference.conf has no default for model.absent");
    }

    @Test
    void a_default_that_nothing_reads_is_a_bug() {
        Reader reader = reader("");
        reader.root().section("model").get("type", ValueType.constant(Type.class));

        assertThatThrownBy(reader::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("nothing reads model\\..* of multvae/reference.conf");
    }

    @Test
    void a_default_that_is_wrong_is_a_bug() {
        Section model = reader("").root().section("model");

        assertThatThrownBy(() -> model.get("type", ValueType.integer(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("multvae/reference.conf has a default for model.type that is wrong");
    }

    @Test
    void a_key_that_is_read_twice_is_a_bug() {
        Section model = reader("").root().section("model");
        model.get("bias", ValueType.flag());

        assertThatThrownBy(() -> model.get("bias", ValueType.flag())).isInstanceOf(IllegalStateException.class);
    }
}
