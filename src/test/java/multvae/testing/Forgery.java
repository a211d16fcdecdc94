package multvae.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import multvae.io.FileHash;
import multvae.io.Json;
import multvae.io.SealedJson;

/**
 * What a stranger can do who knows the formats: no checksum of ours has a key, so whoever forges a file can make every hash
 * around it right again. Change the files of a run or of a bundle, then {@link #seal} its directory.
 */
public final class Forgery {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> STAGES = List.of("fetch", "preprocess", "train", "evaluate", "report");
    private static final String DESCRIPTION = "checkpoint.json";

    private Forgery() {}

    /** Changes the fields of a file of JSON. */
    public static void edit(Path json, Consumer<ObjectNode> change) throws IOException {
        ObjectNode fields = (ObjectNode) MAPPER.readTree(json.toFile());
        change.accept(fields);
        Files.writeString(json, fields.toPrettyString());
    }

    /**
     * Makes every hash in a directory right about the files that are there: bundle.json, the manifests of a run, in the order
     * of its stages, and the checkpoints of its training. A file of JSON that no longer parses stays as it is; so does the hash
     * of a file that is missing or is none.
     */
    public static void seal(Path directory) throws IOException {
        sealBundle(directory.resolve("bundle.json"));
        Map<String, JsonNode> outputs = new TreeMap<>();
        for (String stage : STAGES) {
            sealCheckpoints(directory.resolve(stage).resolve("checkpoint"));
            sealManifest(directory.resolve(stage).resolve("manifest.json"), outputs);
        }
    }

    private static void sealBundle(Path file) throws IOException {
        ObjectNode fields = fields(file);
        if (fields == null) {
            return;
        }
        hashFiles(file.resolveSibling("."), fields.path("files"));
        Path weights = file.resolveSibling("weights.safetensors");
        if (Files.isRegularFile(weights)) {
            fields.put("modelVersion", FileHash.of(weights).sha256().substring(0, 12));
        }
        writeSealed(file, fields);
    }

    /** @param outputs of the stages before by {@code stage/file}; receives those of this stage */
    private static void sealManifest(Path file, Map<String, JsonNode> outputs) throws IOException {
        ObjectNode fields = fields(file);
        if (fields == null) {
            return;
        }
        hashFiles(file.resolveSibling("."), fields.path("outputs"));
        Map<String, String> inputs = new TreeMap<>();
        if (fields.path("inputs") instanceof ObjectNode read) {
            for (String name : names(read)) {
                if (outputs.containsKey(name)) {
                    read.set(name, outputs.get(name));
                }
                inputs.put(name, read.path(name).path("sha256").asText());
            }
        }
        String stage = fields.path("stage").asText();
        for (Map.Entry<String, JsonNode> output : fields.path("outputs").properties()) {
            outputs.put(stage + "/" + output.getKey(), output.getValue());
        }
        ObjectNode identity = MAPPER.createObjectNode();
        identity.put("stage", stage);
        identity.set("version", fields.path("version"));
        identity.set("slice", fields.path("slice"));
        identity.set("inputs", MAPPER.valueToTree(inputs));
        fields.put("fingerprint", FileHash.sha256(Json.canonical(identity).getBytes(StandardCharsets.UTF_8)));
        writeSealed(file, fields);
    }

    private static void sealCheckpoints(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> steps = Files.list(directory)) {
            for (Path step : steps.toList()) {
                Path file = step.resolve(DESCRIPTION);
                ObjectNode fields = fields(file);
                if (fields != null && fields.path("files") instanceof ObjectNode files) {
                    for (String name : names(files)) {
                        Path array = step.resolve(name);
                        if (Files.isRegularFile(array, LinkOption.NOFOLLOW_LINKS)) {
                            files.put(name, crc32c(Files.readAllBytes(array)));
                        }
                    }
                    Files.writeString(file, Json.indented(fields)); // with half a surrogate pair as an escape
                }
                if (Files.isRegularFile(file)) {
                    Files.writeString(step.resolve(DESCRIPTION + ".crc32c"), crc32c(Files.readAllBytes(file)));
                }
            }
        }
    }

    /** Null if there is no object in the file. */
    private static ObjectNode fields(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            return MAPPER.readTree(file.toFile()) instanceof ObjectNode fields ? fields : null;
        } catch (IOException e) {
            return null; // it does not parse
        }
    }

    private static List<String> names(ObjectNode fields) {
        return fields.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static void hashFiles(Path directory, JsonNode hashes) throws IOException {
        if (hashes instanceof ObjectNode files) {
            for (String name : names(files)) {
                Path file = directory.resolve(name);
                if (Files.isRegularFile(file)) {
                    FileHash hash = FileHash.of(file);
                    files.putObject(name).put("bytes", hash.bytes()).put("sha256", hash.sha256());
                }
            }
        }
    }

    private static void writeSealed(Path file, ObjectNode fields) throws IOException {
        int format = fields.path("format").asInt();
        fields.remove(List.of("format", "checksum"));
        Files.writeString(file, SealedJson.seal(file, format, Integer.MAX_VALUE, fields));
    }

    private static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }

    /** The entries of an archive, such as the arrays of a matrix, by name. */
    public static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    /** An archive whose checksums and sizes are right, deflated. */
    public static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
