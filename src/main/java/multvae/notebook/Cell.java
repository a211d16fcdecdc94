package multvae.notebook;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a notebook: prose, then code. In the script, which is plain JShell, a line of prose begins with three slashes.
 * A cell ends before the first such line after its code.
 *
 * @param line the number of its first line, from 1
 * @param prose Markdown; may be empty
 * @param code may be empty
 */
record Cell(int line, String prose, String code) {

    private static final String PROSE = "///";

    static List<Cell> read(Path script) {
        List<Cell> cells = new ArrayList<>();
        List<String> prose = new ArrayList<>();
        List<String> code = new ArrayList<>();
        int begin = 1;
        int number = 0;
        for (String line : Notebook.text(script).lines().toList()) {
            number++;
            if (!line.startsWith(PROSE)) {
                code.add(line);
                continue;
            }
            if (!code.isEmpty()) {
                cells.add(of(begin, prose, code));
                prose.clear();
                code.clear();
                begin = number;
            }
            prose.add(line.substring(PROSE.length()).strip());
        }
        if (!prose.isEmpty() || !code.isEmpty()) {
            cells.add(of(begin, prose, code));
        }
        return cells;
    }

    private static Cell of(int line, List<String> prose, List<String> code) {
        return new Cell(
                line, String.join("\n", prose).strip(), String.join("\n", code).strip());
    }

    /** The cell with what it printed. */
    String markdown(String printed) {
        StringBuilder text = new StringBuilder();
        if (!prose.isEmpty()) {
            text.append(prose).append("\n\n");
        }
        if (!code.isEmpty()) {
            text.append("```java\n").append(code).append("\n```\n\n");
        }
        if (!printed.isBlank()) {
            text.append("```\n").append(printed.stripTrailing()).append("\n```\n\n");
        }
        return text.toString();
    }
}
