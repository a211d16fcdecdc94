package multvae.ratings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import multvae.config.DataSettings;
import multvae.io.UserError;

/**
 * One column of a query's result, whose values become text: NULL the empty text, numbers in decimal notation without
 * needless zeros, dates and times as ISO 8601, those with a time zone in UTC.
 */
final class SqlColumn {

    private static final double EXACT_LONG = 1L << 53; // every whole double below is a long
    private static final int MAX_YEAR = 9999;

    /** Types without one obvious text. */
    private static final Set<Integer> REFUSED = Set.of(
            Types.BINARY,
            Types.VARBINARY,
            Types.LONGVARBINARY,
            Types.BLOB,
            Types.ARRAY,
            Types.STRUCT,
            Types.REF,
            Types.ROWID,
            Types.DATALINK,
            Types.REF_CURSOR);

    private final int index;
    private final String label;
    private final String type;
    private final Kind kind;

    private enum Kind {
        TEXT,
        DATE,
        TIME,
        TIME_IN_ZONE,
        TIMESTAMP,
        TIMESTAMP_IN_ZONE,
        OTHER
    }

    /**
     * A column.
     *
     * @param index from 1
     * @param jdbcType one of {@link Types}
     * @param type the database's own name for the type
     * @throws UserError if values of the type have no text
     */
    SqlColumn(int index, String label, int jdbcType, String type) {
        this.index = index;
        this.label = label;
        this.type = type;
        this.kind = kind(jdbcType, type.toLowerCase(Locale.ROOT));
    }

    private Kind kind(int jdbcType, String name) {
        // DuckDB gives an interval as text, and a map and a union as objects of Java.
        if (REFUSED.contains(jdbcType)
                || name.startsWith("interval")
                || name.startsWith("map(")
                || name.startsWith("union(")) {
            throw refused("a column of type " + type);
        }
        // PostgreSQL says only in the name that there is a time zone; SQL Server has a type of its own.
        boolean inZone = name.endsWith("tz") || name.contains("time zone") || name.equals("datetimeoffset");
        return switch (jdbcType) {
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB,
                    Types.SQLXML -> Kind.TEXT;
            case Types.DATE -> Kind.DATE;
            case Types.TIME -> inZone ? Kind.TIME_IN_ZONE : Kind.TIME;
            case Types.TIME_WITH_TIMEZONE -> Kind.TIME_IN_ZONE;
            case Types.TIMESTAMP -> inZone ? Kind.TIMESTAMP_IN_ZONE : Kind.TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.TIMESTAMP_IN_ZONE;
            default ->
                name.startsWith("json")
                        ? Kind.TEXT
                        : name.equals("datetimeoffset") ? Kind.TIMESTAMP_IN_ZONE : Kind.OTHER;
        };
    }

    String label() {
        return label;
    }

    /**
     * The value in the current row.
     *
     * @throws UserError if it has no text
     */
    String text(ResultSet row) throws SQLException {
        // java.sql's own date and time are in this machine's time zone: an hour that it skips would be another one.
        String text =
                switch (kind) {
                    case TEXT -> row.getString(index);
                    case DATE -> dated(row.getObject(index, LocalDate.class), DateTimeFormatter.ISO_LOCAL_DATE);
                    case TIME -> time(row.getObject(index, LocalTime.class));
                    case TIME_IN_ZONE -> time(row.getObject(index, OffsetTime.class));
                    case TIMESTAMP ->
                        dated(row.getObject(index, LocalDateTime.class), DateTimeFormatter.ISO_LOCAL_DATE_TIME);
                    case TIMESTAMP_IN_ZONE -> inUtc(row.getObject(index, OffsetDateTime.class));
                    case OTHER -> plain(row.getObject(index));
                };
        return text == null ? "" : text;
    }

    private static String time(LocalTime time) {
        return time == null ? null : DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    }

    private static String time(OffsetTime time) {
        return time == null
                ? null
                : DateTimeFormatter.ISO_OFFSET_TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private String inUtc(OffsetDateTime time) {
        if (time == null) {
            return null;
        }
        checkYear(time); // before the change of zone, which would go past the last year that there is
        return dated(time.withOffsetSameInstant(ZoneOffset.UTC), DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    private String dated(TemporalAccessor date, DateTimeFormatter format) {
        if (date == null) {
            return null;
        }
        checkYear(date);
        return format.format(date);
    }

    /** Drivers give an infinite date as one that is far away. */
    private void checkYear(TemporalAccessor date) {
        int year = date.get(ChronoField.YEAR);
        if (year < 0 || year > MAX_YEAR) {
            throw refused("a date outside of the years 0 to " + MAX_YEAR + ", or an infinite one");
        }
    }

    private String plain(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Double number) {
            return number(number, number.toString());
        }
        if (value instanceof Float number) {
            return number(number, number.toString());
        }
        if (value instanceof BigDecimal number) {
            return number(number);
        }
        if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof Boolean
                || value instanceof String
                || value instanceof UUID) {
            return value.toString();
        }
        throw refused("a column of type " + type);
    }

    private static String number(double number, String text) {
        if (number == Math.rint(number) && Math.abs(number) < EXACT_LONG) {
            return Long.toString((long) number);
        }
        return Double.isFinite(number) && text.indexOf('E') >= 0 ? number(new BigDecimal(text)) : trimmed(text);
    }

    private static String number(BigDecimal number) {
        return number.scale() > 0 ? number.stripTrailingZeros().toPlainString() : number.toPlainString();
    }

    private static String trimmed(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private UserError refused(String found) {
        return new UserError(
                DataSettings.QUERY,
                "values that have a plain text",
                found + ": " + label,
                "cast it in the query, cast(" + label + " as varchar), or leave it out");
    }
}
