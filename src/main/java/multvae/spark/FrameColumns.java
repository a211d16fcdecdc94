package multvae.spark;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import multvae.io.TextFile;
import multvae.io.UserError;
import multvae.ratings.RatingsReader;
import multvae.ratings.ValueReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VarcharType;

/**
 * The columns of a table of Spark's that ratings are read from: ids are text or whole numbers, ratings numbers, timestamps numbers or
 * times; any of them may be text.
 *
 * @param reader what reads their values
 * @param all the same columns, in its order
 */
record FrameColumns(ValueReader reader, List<Column> all) {

    private static final Set<String> IDS = Set.of("user", "item");

    /**
     * Finds the columns.
     *
     * @param where what the table is called in messages
     * @throws UserError if it lacks some, or they have other types
     */
    static FrameColumns of(String where, RatingsReader reader, Dataset<Row> frame) {
        ValueReader values = reader.valueReader(where, List.of(frame.schema().fieldNames()));
        List<String> names = values.names();
        for (int position = 0; position < names.size(); position++) {
            DataType type = frame.schema().apply(names.get(position)).dataType();
            String meaning = values.meaning(position);
            if (!isText(type) && !suits(meaning, type)) {
                throw new UserError(
                        where,
                        expected(meaning) + " as the " + meaning,
                        "the column " + TextFile.quote(names.get(position)) + " of type " + type.simpleString(),
                        "name another with data.columns." + meaning + ", or cast it in a view: data.table = VIEW");
            }
        }
        return new FrameColumns(values, names.stream().map(FrameColumns::column).toList());
    }

    private static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    Column[] and(Column... more) {
        return Stream.concat(all.stream(), Stream.of(more)).toArray(Column[]::new);
    }

    private static String expected(String meaning) {
        return IDS.contains(meaning)
                ? "text or whole numbers"
                : meaning.equals("rating") ? "numbers" : meaning.equals("timestamp") ? "numbers or times" : "text";
    }

    private static boolean suits(String meaning, DataType type) {
        boolean whole = isWhole(type);
        return switch (meaning) {
            case "user", "item" -> whole;
            case "rating" -> whole || isFraction(type);
            case "timestamp" ->
                whole
                        || isFraction(type)
                        || type instanceof TimestampType
                        || type instanceof TimestampNTZType
                        || type instanceof DateType;
            default -> false;
        };
    }

    private static boolean isText(DataType type) {
        return type instanceof StringType || type instanceof CharType || type instanceof VarcharType;
    }

    private static boolean isWhole(DataType type) {
        return type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType
                || (type instanceof DecimalType decimal && decimal.scale() == 0);
    }

    private static boolean isFraction(DataType type) {
        return type instanceof FloatType || type instanceof DoubleType || type instanceof DecimalType;
    }
}
