package multvae.ratings;

import java.io.Serializable;
import multvae.ids.IdList;

/**
 * What a part of a table has. Users and items are numbered from 0 in order of first appearance in the part.
 *
 * @param rows of users in [0, userIds) and items in [0, itemIds)
 * @param explicit whether the rows have ratings
 * @param userIds the raw ids
 * @param itemIds the raw ids
 * @param titles the first of each item that has one
 */
public record PartRows(Rows rows, boolean explicit, IdList userIds, IdList itemIds, Titles titles)
        implements Serializable {

    private static final long serialVersionUID = 1;
}
