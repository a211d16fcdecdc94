package multvae.serving;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import multvae.io.UserError;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;

/** The model's keys in a recorded configuration. */
final class NetworkSettings {

    private final Map<String, Object> configuration;

    NetworkSettings(Map<String, Object> configuration) {
        this.configuration = configuration;
    }

    Architecture architecture(int items) {
        List<Integer> qDims = sizes("model.qDims");
        List<Integer> pDims = sizes("model.pDims");
        if (!qDims.get(qDims.size() - 1).equals(pDims.get(0))) {
            throw wrong("model.qDims", "the latent size " + pDims.get(0) + " at the end");
        }
        return new Architecture(
                items,
                constant("model.type", ModelType.class),
                qDims,
                pDims,
                Collections.nCopies(qDims.size(), 0.0),
                Collections.nCopies(pDims.size(), 0.0),
                constant("model.activation", Activation.class),
                0);
    }

    private List<Integer> sizes(String key) {
        if (configuration.get(key) instanceof List<?> list
                && !list.isEmpty()
                && list.stream().allMatch(size -> size instanceof Integer n && n > 0)) {
            return list.stream().map(size -> (Integer) size).toList();
        }
        throw wrong(key, "a list of layer sizes");
    }

    private <E extends Enum<E>> E constant(String key, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> label(constant).equals(configuration.get(key)))
                .findFirst()
                .orElseThrow(() -> wrong(
                        key,
                        Arrays.stream(type.getEnumConstants())
                                .map(NetworkSettings::label)
                                .collect(Collectors.joining(" or "))));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private UserError wrong(String key, String expected) {
        return new UserError(
                key + " of the recorded configuration",
                expected,
                String.valueOf(configuration.get(key)),
                "use the version that trained the model, or train again");
    }
}
