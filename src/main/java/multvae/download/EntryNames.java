package multvae.download;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import multvae.io.IoReason;
import multvae.io.UserError;

/** Refuses an archive whose entries are named as no honest archive's are, whether or not they would be unpacked. */
final class EntryNames {

    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private EntryNames() {}

    /**
     * @param names every entry's, as they stand in {@code archive}
     * @throws UserError for the first one that is absolute, climbs with {@code ..}, has a backslash, a drive letter or a
     *     control character, or stands there twice
     */
    static void requireHarmless(List<String> names, Path archive) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!isHarmless(name)) {
                throw refused(archive, "entries below its own root", quoted(name));
            }
            if (!seen.add(name)) {
                throw refused(archive, "each entry once", quoted(name) + " twice");
            }
        }
    }

    private static boolean isHarmless(String name) {
        return !name.isEmpty()
                && !name.startsWith("/")
                && name.indexOf('\\') < 0
                && !DRIVE.matcher(name).find()
                && !CONTROL.matcher(name).find()
                && !Arrays.asList(name.split("/", -1)).contains("..");
    }

    private static UserError refused(Path archive, String expected, String found) {
        return new UserError(
                archive.toString(), expected, found, "do not use this archive; delete it to have it downloaded");
    }

    private static String quoted(String name) {
        return '"' + IoReason.oneLine(name) + '"';
    }
}
