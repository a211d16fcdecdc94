package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What docs/data.md shows, for tests that run it. */
final class DataPage {

    /** The directory of the reader's files on the page. */
    static final String MINE = "mine/";

    private static final Path FILE = Path.of("docs/data.md");

    private DataPage() {}

    /** The rows of the first table of a section, without its head; of each cell the code or the text. */
    static List<List<String>> table(String section) throws IOException {
        String page = Files.readString(FILE);
        String text = page.substring(page.indexOf("\n## " + section + "\n"));
        List<String> lines = text.lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
        return lines.stream().map(DataPage::cells).toList();
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("(?<!\\\\)\\|"))
                .map(String::strip)
                .map(cell -> cell.startsWith("`") ? cell.substring(1, cell.length() - 1) : cell)
                .map(cell -> cell.replace("\\|", "|"))
                .toList();
    }

    /** The indented lines that begin so, without their indent. */
    static List<String> indented(String beginning) throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith("    " + beginning))
                .map(String::strip)
                .toList();
    }

    /** The line of own.conf. */
    static String ownConf() throws IOException {
        return indented("preprocess.").get(0);
    }

    /** The program's arguments in a command, as a shell divides them. */
    static List<String> arguments(String command) {
        List<String> words = words(command);
        return words.subList(words.indexOf("run"), words.size());
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (char c : (command + " ").toCharArray()) {
            if (quote == 0 && c == ' ') {
                words.add(word.toString());
                word.setLength(0);
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else {
                word.append(c);
            }
        }
        return words;
    }
}
