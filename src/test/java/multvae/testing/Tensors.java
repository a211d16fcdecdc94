package multvae.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import multvae.io.Safetensors;

/** Files of tensors by hand, sound or forged: https://github.com/huggingface/safetensors#format. */
public final class Tensors {

    private Tensors() {}

    /** These elements, to be written. */
    public static Safetensors.Elements elements(float... values) {
        return (at, target, offset, count) -> System.arraycopy(values, Math.toIntExact(at), target, offset, count);
    }

    /** The header as it is given, and its length before it. */
    public static byte[] file(String header, float... values) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 4 * values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
