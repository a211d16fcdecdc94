package multvae.server;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Errors that HTTP itself has, before a route is found, in the form of the others: no page, no trace, no version. */
final class JsonErrors implements Request.Handler {

    private final Exchange.Service service;

    JsonErrors(Exchange.Service service) {
        this.service = service;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String code =
                switch (status) {
                    case 503 -> ErrorCode.STOPPING.text();
                    case 408 -> ErrorCode.REQUEST_TIMEOUT.text();
                    default -> (status >= 500 ? ErrorCode.INTERNAL_ERROR : ErrorCode.BAD_REQUEST).text();
                };
        new Exchange(request, response, callback, "http", service)
                .sendJson(
                        status,
                        new Exchange.ErrorBody(
                                new Exchange.Problem(code, "HTTP status " + status, ""),
                                service.modelVersion().get()));
        return true;
    }
}
