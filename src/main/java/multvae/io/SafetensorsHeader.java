package multvae.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.io.SafetensorsReader.Tensor;

/** Reads the header of a file of {@link Safetensors}, and trusts nothing in it. */
final class SafetensorsHeader {

    private static final int MOST_TENSORS = 1_000;
    private static final int MOST_DIMENSIONS = 8;

    private final Errors errors;
    private final long fileBytes;
    private final long dataBytes;
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private final List<Tensor> tensors;

    /** The error of the file that is read. */
    @FunctionalInterface
    interface Errors {
        UserError wrong(String expected, String found);
    }

    /** A tensor with the bytes of data that the header gives it. */
    private record Span(Tensor tensor, long from, long to) {}

    /**
     * Checks a header: each shape against its offsets, and the offsets against each other and the data, which they must cover without
     * gaps.
     *
     * @param encoded its bytes
     * @param fileBytes how many bytes the file has
     * @param dataBytes how many of them are data
     * @throws UserError as {@code errors} makes it, if it is no such header
     */
    SafetensorsHeader(ByteBuffer encoded, long fileBytes, long dataBytes, Errors errors) throws IOException {
        this.errors = errors;
        this.fileBytes = fileBytes;
        this.dataBytes = dataBytes;
        this.tensors = tensors(fields(encoded));
    }

    /** The texts under its metadata, by key. */
    SortedMap<String, String> metadata() {
        return metadata;
    }

    /** The tensors in the order of their data. */
    List<Tensor> tensors() {
        return tensors;
    }

    private Map<?, ?> fields(ByteBuffer encoded) throws IOException {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
            if (text.startsWith("{") && PlainJson.parse(text) instanceof Map<?, ?> header) {
                return header;
            }
        } catch (JsonProcessingException e) {
            throw wrong(
                    "a header in JSON",
                    Printable.oneLine(e.getOriginalMessage().lines().findFirst().orElse("something else")));
        } catch (CharacterCodingException e) {
            throw wrong("a header in UTF-8", "other bytes");
        }
        throw wrong("a header in JSON, one object", "something else");
    }

    private List<Tensor> tensors(Map<?, ?> header) {
        List<Span> spans = new ArrayList<>();
        header.forEach((name, value) -> {
            if (name.equals(Safetensors.METADATA)) {
                readMetadata(value);
            } else {
                spans.add(span((String) name, value));
            }
        });
        if (spans.size() > MOST_TENSORS) {
            throw wrong("at most " + MOST_TENSORS + " tensors", String.valueOf(spans.size()));
        }
        spans.sort(Comparator.comparingLong(Span::from).thenComparingLong(Span::to));
        long end = 0;
        for (Span span : spans) {
            if (span.from() != end) {
                throw wrong(
                        named(span.tensor().name()) + " at byte " + end + " of the data, without gap or overlap",
                        "byte " + span.from());
            }
            end = span.to();
        }
        if (end != dataBytes) {
            throw wrong(end + " bytes of data, as the header says", String.valueOf(dataBytes));
        }
        return spans.stream().map(Span::tensor).toList();
    }

    private void readMetadata(Object object) {
        if (!(object instanceof Map<?, ?> texts)) {
            throw wrong("metadata, an object of texts", "something else");
        }
        texts.forEach((key, value) -> {
            if (!(value instanceof String text)) {
                throw wrong("metadata, an object of texts", "something else under " + quote(key));
            }
            metadata.put((String) key, text);
        });
    }

    private Span span(String name, Object value) {
        if (!(value instanceof Map<?, ?> fields
                && fields.size() == 3
                && fields.get(Safetensors.TYPE) instanceof String type
                && fields.get(Safetensors.SHAPE) instanceof List<?> sizes
                && fields.get(Safetensors.OFFSETS) instanceof List<?> bounds)) {
            throw wrong(named(name) + " with dtype, shape and data_offsets", "other fields");
        }
        if (!type.equals(Safetensors.FLOAT32) && !type.equals(Safetensors.INT32)) {
            throw wrong(named(name) + " of dtype " + Safetensors.FLOAT32 + " or " + Safetensors.INT32, quote(type));
        }
        List<Long> shape = numbers(name, sizes);
        List<Long> offsets = numbers(name, bounds);
        if (shape.size() > MOST_DIMENSIONS || offsets.size() != 2) {
            throw wrong(
                    named(name) + " of at most " + MOST_DIMENSIONS + " dimensions, with two offsets",
                    shape.size() + " dimensions, " + offsets.size() + " offsets");
        }
        long count = count(name, shape);
        long from = offsets.get(0);
        long to = offsets.get(1);
        if (to - from != Safetensors.ELEMENT_BYTES * count) {
            throw wrong(
                    named(name) + " of " + Safetensors.ELEMENT_BYTES * count + " bytes, as its shape " + shape + " has",
                    "offsets from " + from + " to " + to);
        }
        return new Span(
                new Tensor(name, type, shape.stream().map(Math::toIntExact).toList(), count), from, to);
    }

    /** The elements of a tensor, at most as many as the file has bytes; each size is an int. */
    private long count(String name, List<Long> shape) {
        long count = 1;
        try {
            for (long size : shape) {
                count = Math.multiplyExact(count, (long) Math.toIntExact(size));
            }
        } catch (ArithmeticException e) {
            count = Long.MAX_VALUE;
        }
        if (count > fileBytes) {
            throw wrong(named(name) + " that fits into a file of " + fileBytes + " bytes", "the shape " + shape);
        }
        return count;
    }

    private List<Long> numbers(String name, List<?> elements) {
        List<Long> numbers = new ArrayList<>();
        for (Object element : elements) {
            if (!(element instanceof Integer || element instanceof Long) || ((Number) element).longValue() < 0) {
                throw wrong(named(name) + " with whole numbers from 0", quote(element));
            }
            numbers.add(((Number) element).longValue());
        }
        return numbers;
    }

    static String named(String tensor) {
        return "a tensor " + quote(tensor);
    }

    static String quote(Object value) {
        return TextFile.quote(String.valueOf(value));
    }

    private UserError wrong(String expected, String found) {
        return errors.wrong(expected, found);
    }
}
