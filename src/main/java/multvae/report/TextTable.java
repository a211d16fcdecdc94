package multvae.report;

import java.util.List;

/** A table in Markdown whose columns are as wide as their widest cell, so that it reads as plain text too. */
public final class TextTable {

    private TextTable() {}

    /**
     * Renders the rows.
     *
     * @param rows all of the same length; the first one is the header
     */
    public static String render(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder rule = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = rows.get(r).get(column);
                text.append("| ").append(cell).append(" ".repeat(widths[column] - cell.length() + 1));
                rule.append('|').append("-".repeat(widths[column] + 2));
            }
            text.append("|\n");
            if (r == 0) {
                text.append(rule).append("|\n");
            }
        }
        return text.toString();
    }
}
