package multvae.io;

/**
 * Text from outside, made safe for a terminal: a user's, a file's, a server's, a path's. The one owner of which characters are not.
 *
 * <p>These are not: the control characters U+0000 to U+001F and U+007F to U+009F, which may start a sequence that a terminal obeys;
 * the separators of lines U+2028 and U+2029; U+202A to U+202E and U+2066 to U+2069, which show text in another order than it has
 * (https://trojansource.codes); half of a surrogate pair, which no encoding has.
 *
 * <p>The marks U+200E, U+200F and U+061C stay: Hebrew and Arabic titles have them, and they reorder no more than a letter of these
 * scripts does. So does U+FEFF, which shows nothing.
 */
public final class Printable {

    private static final char REPLACEMENT = '?';

    private Printable() {}

    /** On one line: each run of unsafe characters, line ends and tabs among them, is one question mark. */
    public static String oneLine(String text) {
        return replaced(text, false);
    }

    /** As {@link #oneLine}, but line ends and tabs stay: for a text of our own that quotes others. */
    public static String lines(String text) {
        return replaced(text, true);
    }

    /** Whether {@link #oneLine} leaves the text as it is. */
    public static boolean isOneLine(String text) {
        return firstUnsafe(text, false) == text.length();
    }

    /** Whether no surrogate is without its other half: only then has the text a form in UTF-8. */
    public static boolean isWellFormed(String text) {
        for (int at = 0; at < text.length(); at = next(text, at)) {
            if (isHalf(text, at)) {
                return false;
            }
        }
        return true;
    }

    /** A JSON text, the unsafe characters in its strings written as escapes: the same value. */
    static String json(String json) {
        int at = firstUnsafe(json, true);
        if (at == json.length()) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16).append(json, 0, at);
        for (; at < json.length(); at = next(json, at)) {
            if (isUnsafe(json, at, true)) {
                escaped.append(String.format("\\u%04x", (int) json.charAt(at)));
            } else {
                escaped.append(json, at, next(json, at));
            }
        }
        return escaped.toString();
    }

    /** The text's first {@code most} chars at the most, from 1, without half of a character at its end. */
    public static String start(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, splitsPair ? most - 1 : most);
    }

    private static String replaced(String text, boolean keepLines) {
        int at = firstUnsafe(text, keepLines);
        if (at == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length()).append(text, 0, at);
        boolean inRun = false;
        for (; at < text.length(); at = next(text, at)) {
            boolean unsafe = isUnsafe(text, at, keepLines);
            if (!unsafe) {
                safe.append(text, at, next(text, at));
            } else if (!inRun) {
                safe.append(REPLACEMENT);
            }
            inRun = unsafe;
        }
        return safe.toString();
    }

    private static int firstUnsafe(String text, boolean keepLines) {
        int at = 0;
        while (at < text.length() && !isUnsafe(text, at, keepLines)) {
            at = next(text, at);
        }
        return at;
    }

    private static int next(String text, int at) {
        return at + Character.charCount(text.codePointAt(at));
    }

    private static boolean isUnsafe(String text, int at, boolean keepLines) {
        char c = text.charAt(at);
        if (c >= ' ' && c < 0x7F) {
            return false;
        }
        if (keepLines && (c == '\n' || c == '\t' || (c == '\r' && text.startsWith("\n", at + 1)))) {
            return false;
        }
        return c < 0xA0 || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || isHalf(text, at);
    }

    private static boolean isHalf(String text, int at) {
        return Character.isSurrogate(text.charAt(at)) && Character.charCount(text.codePointAt(at)) == 1;
    }
}
