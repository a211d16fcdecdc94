package multvae.ratings;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import multvae.config.DataSettings.Duplicates;

/**
 * {@link RatingsReader.Options} to be sent to another machine: null stands for what is absent.
 *
 * @param charset its name
 */
record PortableOptions(
        boolean lists,
        String separator,
        Boolean header,
        Character quote,
        String charset,
        Map<Column, String> columns,
        double threshold,
        Duplicates duplicates,
        boolean timestamps,
        boolean queried)
        implements Serializable {

    private static final long serialVersionUID = 1;

    static PortableOptions of(RatingsReader.Options options) {
        TableFormat table = options.table();
        return new PortableOptions(
                options.lists(),
                table.separator().orElse(null),
                table.header().orElse(null),
                table.quote().orElse(null),
                table.charset().name(),
                new TreeMap<>(table.columns()),
                options.threshold(),
                options.duplicates().orElse(null),
                options.timestamps(),
                options.queried());
    }

    RatingsReader.Options options() {
        return new RatingsReader.Options(
                lists,
                new TableFormat(
                        Optional.ofNullable(separator),
                        Optional.ofNullable(header),
                        Optional.ofNullable(quote),
                        Charset.forName(charset),
                        columns),
                threshold,
                Optional.ofNullable(duplicates),
                timestamps,
                queried);
    }
}
