package multvae.io;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * An id of a user or an item, in JSON: a whole number below 2^53 is a number, any other text a string. From 2^53 on most
 * readers of JSON would round a number (RFC 8259, section 6). Both forms are read.
 */
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonSerialize(using = JsonId.Writer.class)
@JsonDeserialize(using = JsonId.Reader.class)
public @interface JsonId {

    /** A list of ids. */
    @Retention(RetentionPolicy.RUNTIME)
    @JacksonAnnotationsInside
    @JsonSerialize(contentUsing = JsonId.Writer.class)
    @JsonDeserialize(contentUsing = JsonId.Reader.class)
    @interface OfEach {}

    /** Writes an id. */
    final class Writer extends JsonSerializer<String> {

        private static final long MOST_EXACT = (1L << 53) - 1;

        @Override
        public void serialize(String id, JsonGenerator json, SerializerProvider provider) throws IOException {
            long number = StrictNumbers.wholeNumber(id);
            if (number >= 0 && number <= MOST_EXACT) {
                json.writeNumber(number);
            } else {
                json.writeString(id);
            }
        }
    }

    /** Reads an id: a whole number, or a string that is not empty. */
    final class Reader extends JsonDeserializer<String> {

        @Override
        public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
            boolean text =
                    json.hasToken(JsonToken.VALUE_STRING) && !json.getText().isEmpty();
            if (!text && !json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                context.reportInputMismatch(String.class, "expected a whole number or a text as an id");
            }
            return json.getText();
        }
    }
}
