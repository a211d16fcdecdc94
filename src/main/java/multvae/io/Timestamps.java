package multvae.io;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Times in microseconds since 1970 in UTC. A number counts seconds, milliseconds, microseconds or nanoseconds, as its size
 * says: below 10^11 seconds, below 10^14 milliseconds, below 10^17 microseconds. Text is an ISO 8601 date, with a time and an
 * offset or without: {@code 2011-12-01}, {@code 2011-12-01 08:26:00}, {@code 2009-05-04T23:08:57Z}.
 */
public final class Timestamps {

    private static final double MICROS = 1e6;

    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("[' ']['T']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalStart()
            .appendPattern("[' '][XXX][XX][X]['UTC']")
            .optionalEnd()
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT); // no 30 February

    private Timestamps() {}

    /** The time that a text means; empty if it is none. */
    public static OptionalLong parse(String text) {
        double number = StrictNumbers.decimal(text);
        if (!Double.isNaN(number)) {
            return ofNumber(number);
        }
        try {
            TemporalAccessor parsed = TEXT.parse(text);
            Instant instant = parsed.isSupported(ChronoField.OFFSET_SECONDS)
                    ? Instant.from(parsed)
                    : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
            // Not ChronoUnit.MICROS.between, which counts nanoseconds on its way: they overflow in 2262.
            long micros = Math.multiplyExact(instant.getEpochSecond(), 1_000_000L);
            return OptionalLong.of(Math.addExact(micros, instant.getNano() / 1000));
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong ofNumber(double number) {
        double size = Math.abs(number);
        double micros = number * (size < 1e11 ? MICROS : size < 1e14 ? 1e3 : size < 1e17 ? 1 : 1e-3);
        return Math.abs(micros) < Long.MAX_VALUE ? OptionalLong.of(Math.round(micros)) : OptionalLong.empty();
    }
}
