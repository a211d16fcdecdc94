package multvae.ratings;

import multvae.config.DataSettings;
import multvae.io.UserError;

/**
 * Checks that a query is one statement. DuckDB would answer several with the last one's rows, PostgreSQL with the first
 * one's: neither is an answer to the whole.
 *
 * <p>A semicolon within quotes, a comment or PostgreSQL's {@code $tag$...$tag$} ends nothing.
 */
final class SqlStatement {

    private final String sql;
    private int next;

    private SqlStatement(String sql) {
        this.sql = sql;
    }

    /**
     * The statement, without the semicolon at its end.
     *
     * @throws UserError if there is none or more than one
     */
    static String only(String sql) {
        return new SqlStatement(sql).only();
    }

    private String only() {
        int start = -1; // of the statement
        int end = -1; // its semicolon
        while (next < sql.length()) {
            int at = next;
            boolean blank = skip();
            if (blank) {
                continue;
            }
            if (sql.charAt(at) == ';') {
                end = start >= 0 && end < 0 ? at : end;
            } else if (end >= 0) {
                throw error("several");
            } else {
                start = start < 0 ? at : start;
            }
        }
        if (start < 0) {
            throw error("none");
        }
        return sql.substring(0, end < 0 ? sql.length() : end);
    }

    private static UserError error(String found) {
        return new UserError(
                DataSettings.QUERY, "one statement", found, "keep the one select whose rows are the ratings");
    }

    /** Goes past what begins here. True if it is a space or a comment. */
    private boolean skip() {
        char c = sql.charAt(next);
        if (Character.isWhitespace(c)) {
            next++;
            return true;
        }
        if (sql.startsWith("--", next)) {
            past("\n", next);
            return true;
        }
        if (sql.startsWith("/*", next)) {
            past("*/", next + 2);
            return true;
        }
        if (c == '\'' || c == '"' || c == '`') {
            past(String.valueOf(c), next + 1); // a doubled quote reads as two quoted texts, which is as good
        } else if (c == '$' && !dollarTag().isEmpty()) {
            past(dollarTag(), next + dollarTag().length());
        } else {
            next++;
        }
        return false;
    }

    private void past(String end, int from) {
        int at = sql.indexOf(end, from);
        next = at < 0 ? sql.length() : at + end.length();
    }

    /** {@code $tag$}, or the empty text if the dollar here is another one. */
    private String dollarTag() {
        int end = next + 1;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        return end < sql.length() && sql.charAt(end) == '$' ? sql.substring(next, end + 1) : "";
    }
}
