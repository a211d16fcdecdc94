package multvae.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What Prometheus asks for: requests, refusals, connections, batches, the queue, the model, the JVM. */
final class ServiceMetrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    private final Counter requests = Counter.builder()
            .name("multvae_requests_total")
            .help("Requests answered")
            .labelNames("route", "status")
            .register(registry);
    private final Histogram seconds = Histogram.builder()
            .name("multvae_request_seconds")
            .help("From a request's headers to the start of its answer")
            .labelNames("route")
            .classicOnly()
            .classicUpperBounds(0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1, 2, 5)
            .register(registry);
    private final Histogram batches = Histogram.builder()
            .name("multvae_batch_requests")
            .help("Requests scored in one pass of the model")
            .classicOnly()
            .classicUpperBounds(1, 2, 4, 8, 16, 32, 64)
            .register(registry);

    private final Counter closed = Counter.builder()
            .name("multvae_connections_closed_total")
            .help("Connections closed because the client was slow or others needed the room, or refused by a limit")
            .labelNames("reason")
            .register(registry);
    private final Counter refusals = Counter.builder()
            .name("multvae_requests_refused_total")
            .help("Requests refused, by the code of the error")
            .labelNames("code")
            .register(registry);

    ServiceMetrics(Supplier<String> modelVersion) {
        JvmMetrics.builder().register(registry);
        Stream.of(Connections.Reason.values()).forEach(reason -> closed.initLabelValues(reason.text()));
        GaugeWithCallback.builder()
                .name("multvae_model_info")
                .help("1, with the version of the model in use")
                .labelNames("version")
                .callback(callback -> callback.call(1, modelVersion.get()))
                .register(registry);
    }

    /** Shows how many requests wait for the model. */
    void watchQueue(IntSupplier waiting) {
        GaugeWithCallback.builder()
                .name("multvae_queue_requests")
                .help("Requests that wait for the model")
                .callback(callback -> callback.call(waiting.getAsInt()))
                .register(registry);
    }

    /** Shows how many connections are open. */
    void watchConnections(IntSupplier open) {
        GaugeWithCallback.builder()
                .name("multvae_connections")
                .help("Open connections")
                .callback(callback -> callback.call(open.getAsInt()))
                .register(registry);
    }

    void closed(Connections.Reason reason) {
        closed.labelValues(reason.text()).inc();
    }

    void refused(ApiError.Code code) {
        refusals.labelValues(code.text()).inc();
    }

    void answered(String route, int status, double elapsedSeconds) {
        requests.labelValues(route, String.valueOf(status)).inc();
        seconds.labelValues(route).observe(elapsedSeconds);
    }

    void batch(int size) {
        batches.observe(size);
    }

    String contentType() {
        return writer.getContentType();
    }

    byte[] text() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out, registry.scrape());
        return out.toByteArray();
    }
}
