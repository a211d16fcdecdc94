package multvae.spark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import multvae.serving.Answer;
import multvae.serving.Histories.History;
import multvae.serving.ListFormat;
import multvae.serving.Recommendation;
import multvae.stages.Lister;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** A file of lists that is being written. */
interface ListOutput extends AutoCloseable {

    void add(History user, Answer list) throws IOException;

    @Override
    void close() throws IOException;

    static ListOutput open(Path file, Lister.Format format) throws IOException {
        return format.text().isPresent() ? text(file, format.text().get()) : new Parquet(file);
    }

    private static ListOutput text(Path file, ListFormat format) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        out.write(format.header().getBytes(StandardCharsets.UTF_8));
        return new ListOutput() {
            @Override
            public void add(History user, Answer list) throws IOException {
                out.write(format.text(user, list).getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    /** A row per item. */
    final class Parquet implements ListOutput {

        private static final String USER = "user";
        private static final String RANK = "rank";
        private static final String ITEM = "item";
        private static final String SCORE = "score";
        private static final String SOURCE = "source";
        private static final MessageType ROW = Types.buildMessage()
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(USER)
                .required(PrimitiveTypeName.INT32)
                .named(RANK)
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(ITEM)
                .required(PrimitiveTypeName.FLOAT)
                .named(SCORE)
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(SOURCE)
                .named("list");

        private final SimpleGroupFactory rows = new SimpleGroupFactory(ROW);
        private final ParquetWriter<org.apache.parquet.example.data.Group> out;

        Parquet(Path file) throws IOException {
            out = ExampleParquetWriter.builder(
                            new LocalOutputFile(file)) // without a file of checksums beside it, as Hadoop writes
                    .withType(ROW)
                    .withCompressionCodec(CompressionCodecName.SNAPPY)
                    .build();
        }

        @Override
        public void add(History user, Answer list) throws IOException {
            int rank = 0;
            for (Recommendation item : list.recommendations()) {
                out.write(rows.newGroup()
                        .append(USER, user.userId())
                        .append(RANK, ++rank)
                        .append(ITEM, item.itemId())
                        .append(SCORE, (float) item.score())
                        .append(SOURCE, ListFormat.source(list)));
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
