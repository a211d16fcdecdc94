package multvae.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import multvae.io.UserError;

/**
 * What is in a HOCON text, before Typesafe's parser sees it. That parser recurses into brackets and along the names of a key, and
 * takes a time that grows with the square of a value's parts.
 *
 * <p>This scan knows strings, comments and brackets, no more. Where it does not follow the parser it counts too much, or the parser
 * ends with an error at that character.
 *
 * @param keys how many keys are given, at least
 * @param substitutions every {@code ${...}}, in the order of the text
 */
record HoconScan(int keys, List<Substitution> substitutions) {

    /** Brackets in brackets, and the names of keys within them, in one file. */
    static final int MAX_LEVELS = 50;

    /** Keys and sections. The parser's time grows with the square of their number. */
    static final int MAX_KEYS = 1_000;

    /** The texts, lists and objects that one value is put together from. */
    static final int MAX_PARTS = 1_000;

    /** The parser cuts a text without quotes after a true in it, so that this many characters may be a part. */
    private static final int SHORTEST_PART = 4;

    private static final String TRIPLE = "\"\"\"";

    /**
     * A {@code ${path}} or {@code ${?path}}.
     *
     * @param path between the braces, as it is written
     * @param line from 1
     */
    record Substitution(String path, int line) {}

    /** @throws UserError if it goes too deep or has a value of too many parts */
    static HoconScan of(String source, String text) {
        return new Scanner(source, text).scan();
    }

    private static final class Scanner {

        /** What an open bracket interrupts. {@code start} is that of a substitution's path, -1 for another bracket. */
        private record Open(int start, int line, int levels, int keyNames, int parts) {}

        private final String source;
        private final String text;
        private final Deque<Open> open = new ArrayDeque<>();
        private final List<Substitution> substitutions = new ArrayList<>();
        private int at;
        private int line = 1;
        private int keys;
        private int levels; // of the open brackets
        private int keyNames; // dots of the latest key
        private int names; // dots since the last separator
        private int parts; // since the last separator
        private int unquoted; // characters since the last one that is no plain text

        Scanner(String source, String text) {
            this.source = source;
            this.text = text;
        }

        HoconScan scan() {
            while (at < text.length()) {
                char c = text.charAt(at);
                unquoted = isPlain(c) ? unquoted + 1 : 0;
                switch (c) {
                    case '"' -> string();
                    case '#' -> comment();
                    case '$' -> substitution();
                    case '{' -> {
                        countKey();
                        open(-1);
                    }
                    case '[' -> open(-1);
                    case '}', ']' -> close();
                    case '=', ':' -> {
                        countKey();
                        next(names);
                    }
                    case ',' -> next(0);
                    case '\n' -> {
                        line++;
                        next(keyNames); // the key's value may follow
                    }
                    default -> plain(c);
                }
            }
            return new HoconScan(keys, List.copyOf(substitutions));
        }

        private static boolean isPlain(char c) {
            return "\"#${[}]=:,".indexOf(c) < 0 && !isBlank(c);
        }

        private static boolean isBlank(char c) {
            return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
        }

        private void plain(char c) {
            if (text.startsWith("//", at)) {
                comment();
                return;
            }
            if (unquoted % SHORTEST_PART == 1) {
                part();
            }
            if (c == '.') {
                names++;
                checkLevels(names);
            }
            at++;
        }

        private void comment() {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
            unquoted = 0;
        }

        private void string() {
            part();
            if (text.startsWith(TRIPLE, at)) {
                int end = text.indexOf(TRIPLE, at + TRIPLE.length());
                int next = end < 0 ? text.length() : end + TRIPLE.length();
                while (next < text.length() && text.charAt(next) == '"') {
                    next++; // the last three end it
                }
                line += (int)
                        text.substring(at, next).chars().filter(c -> c == '\n').count();
                at = next;
                return;
            }
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return;
                }
                if (c == '\n') {
                    return; // the parser ends here with an error
                }
                if (c == '\\') {
                    escape();
                }
            }
        }

        /** The parser would take a sign for a hexadecimal digit. */
        private void escape() {
            at++;
            if (text.startsWith("u", at)) {
                String digits = text.substring(at + 1, Math.min(text.length(), at + 5));
                if (!digits.matches("[0-9a-fA-F]{4}")) {
                    throw error("four hexadecimal digits after \\u", "other characters", "write \\u00e9, for instance");
                }
                at += digits.length();
            }
        }

        private void substitution() {
            if (!text.startsWith("${", at)) {
                at++; // the parser ends here with an error
                return;
            }
            at++;
            open(at + 1);
        }

        /** Goes into a bracket, whose path begins at {@code start} if it is a substitution. */
        private void open(int start) {
            part();
            int inside = 1 + Math.max(keyNames, names);
            checkLevels(inside);
            open.push(new Open(start, line, inside, keyNames, parts));
            levels += inside;
            next(0);
        }

        private void close() {
            if (open.isEmpty()) {
                at++; // the parser ends here with an error
                return;
            }
            Open closed = open.pop();
            if (closed.start >= 0) {
                substitutions.add(new Substitution(path(closed.start), closed.line));
            }
            levels -= closed.levels;
            next(closed.keyNames);
            parts = closed.parts; // what follows belongs to the same value
        }

        private String path(int start) {
            String path = text.substring(start, at);
            return (path.startsWith("?") ? path.substring(1) : path).strip();
        }

        /** Goes past a character with which a key, a value or an element ends. */
        private void next(int namesOfKey) {
            keyNames = namesOfKey;
            names = 0;
            parts = 0;
            at++;
        }

        private void countKey() {
            keys++;
            if (keys > MAX_KEYS) {
                throw error("at most " + MAX_KEYS + " keys and sections", "more", "remove what is given twice");
            }
        }

        private void part() {
            parts++;
            if (parts > MAX_PARTS) {
                throw error("a value of at most " + MAX_PARTS + " parts", "more", "put a text in quotes");
            }
        }

        private void checkLevels(int more) {
            if (levels + more > MAX_LEVELS) {
                throw error(
                        "at most " + MAX_LEVELS + " levels of brackets and of names between dots",
                        "more",
                        "write it flatter, or a text in quotes");
            }
        }

        private UserError error(String expected, String found, String remedy) {
            return new UserError(new Origin(source, line).where(), expected, found, remedy);
        }
    }
}
