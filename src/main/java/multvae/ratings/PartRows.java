package multvae.ratings;

import java.io.Serializable;
import java.util.Map;
import multvae.ids.IdList;

/**
 * What a part of a table has. Users and items are numbered from 0 in order of first appearance in the part.
 *
 * @param rows of users in [0, userIds) and items in [0, itemIds)
 * @param explicit whether the rows have ratings
 * @param userIds the raw ids
 * @param itemIds the raw ids
 * @param titles of items that have one, by raw id; the first of an item
 * @param blankLine the first of the blank lines at the part's end, after which no row may come; 0 if there are none
 */
public record PartRows(
        Rows rows, boolean explicit, IdList userIds, IdList itemIds, Map<String, String> titles, long blankLine)
        implements Serializable {

    private static final long serialVersionUID = 1;
}
