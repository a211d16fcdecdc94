package multvae.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Requests to a service on loopback: whole ones by HTTP's client, broken ones by a socket. */
record Client(int port, HttpClient http) {

    private static final int PATIENCE_MILLIS = 60_000;

    static Client of(RecommendationServer server) {
        return new Client(server.port(), HttpClient.newHttpClient());
    }

    /** An answer, its body parsed. */
    record Answered(int status, JsonNode body, HttpResponse<String> response) {}

    Answered post(String body) throws IOException, InterruptedException {
        return post(body.getBytes(StandardCharsets.UTF_8));
    }

    Answered post(byte[] body) throws IOException, InterruptedException {
        return json(send(request("/recommendations")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))));
    }

    Answered get(String path) throws IOException, InterruptedException {
        return json(send(request(path)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    Answered json(HttpResponse<String> response) throws IOException {
        return new Answered(response.statusCode(), new ObjectMapper().readTree(response.body()), response);
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Sends bytes and no more, and returns all that comes back until the service closes. */
    String raw(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
