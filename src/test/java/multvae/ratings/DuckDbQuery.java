package multvae.ratings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Queries of DuckDB in the process, with no variable in the environment. */
final class DuckDbQuery {

    static final UnaryOperator<String> NO_VARIABLES = Map.<String, String>of()::get;

    private DuckDbQuery() {}

    static SqlQuery.Result write(String query, Path file) {
        return SqlQuery.writeCsv(query, Optional.empty(), NO_VARIABLES, file);
    }
}
