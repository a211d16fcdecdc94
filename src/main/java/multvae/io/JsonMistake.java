package multvae.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;

/** What is wrong with a file of JSON, in words, without the names of classes that Jackson's messages have. */
final class JsonMistake {

    private static final int MAX_CHARS = 200;

    private JsonMistake() {}

    /** To be said after "found". */
    static String of(JsonProcessingException e) {
        String found = found(e);
        return found.length() > MAX_CHARS ? found.substring(0, MAX_CHARS) + "…" : found;
    }

    private static String found(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping)) {
            return e.getOriginalMessage().lines().findFirst().orElse("something else");
        }
        String path = path(mapping);
        if (mapping instanceof UnrecognizedPropertyException) {
            return "the unknown field " + path;
        }
        if (mapping instanceof ValueInstantiationException && mapping.getCause() != null) {
            return (path.isEmpty() ? "" : path + ": ") + mapping.getCause().getMessage();
        }
        if (mapping instanceof InvalidNullException) { // also if there is none
            return "no value of " + path;
        }
        return path.isEmpty() ? "another value" : "another value of " + path;
    }

    /** The field, from the outermost on: {@code models.ease.mean}. */
    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }
}
