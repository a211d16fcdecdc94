package multvae.server;

import java.util.Set;
import multvae.io.TextFile;
import multvae.server.ApiError.Code;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** The query string of a request, read as strictly as a body. */
final class QueryString {

    private QueryString() {}

    /** @throws ApiError if a parameter is none of these, or is given twice, or the text is not percent-encoded UTF-8 */
    static void check(Request request, Set<String> parameters) {
        for (Fields.Field field : fields(request)) {
            String name = field.getName();
            if (!parameters.contains(name)) {
                throw new ApiError(
                        Code.UNKNOWN_PARAMETER,
                        parameters.isEmpty()
                                ? "this path takes no parameters"
                                : "the parameters are " + String.join(", ", parameters),
                        ApiError.shortened(name));
            }
            if (field.hasMultipleValues()) {
                throw new ApiError(Code.INVALID_VALUE, "expected the parameter once", name);
            }
        }
    }

    /** The value of a parameter, empty if it is not given. */
    static String value(Request request, String parameter) {
        String value = fields(request).getValue(parameter);
        return value == null ? "" : value;
    }

    private static Fields fields(Request request) {
        String query = request.getHttpURI().getQuery();
        if (query != null && query.indexOf(TextFile.UNDECODABLE) >= 0) { // Jetty's, of a raw byte that is not UTF-8
            throw malformed();
        }
        try {
            return Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw malformed();
        }
    }

    private static ApiError malformed() {
        return new ApiError(Code.BAD_REQUEST, "the query string is not percent-encoded UTF-8");
    }
}
