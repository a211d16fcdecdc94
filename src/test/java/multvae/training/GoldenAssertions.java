package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares with what another implementation has computed from {@link GoldenInputs}. */
final class GoldenAssertions {

    private static final double LOGIT = 1e-5;

    private GoldenAssertions() {}

    /** @param relative by how much of the expected value it may differ */
    static void assertClose(double actual, JsonNode expected, double relative, String what) {
        assertThat(actual)
                .as(what)
                .isCloseTo(expected.doubleValue(), within(relative * Math.abs(expected.doubleValue())));
    }

    /**
     * Compares the logits of some users.
     *
     * @param logits every item's logit by the number of the user
     * @param scores [users, items]
     */
    static void assertLogits(float[] scores, JsonNode logits) {
        logits.properties().forEach(user -> {
            for (int item = 0; item < user.getValue().size(); item++) {
                assertThat((double) scores[Integer.parseInt(user.getKey()) * GoldenInputs.ITEMS + item])
                        .as("logit of user %s, item %d", user.getKey(), item)
                        .isCloseTo(user.getValue().get(item).doubleValue(), within(LOGIT));
            }
        });
    }
}
