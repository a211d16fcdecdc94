package multvae.ratings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a column of a table means, with the names that people give to such columns, as {@link #simplified}. */
public enum Column {
    USER(
            "user userid uid users customer customerid client clientid visitor visitorid reviewer reviewerid member memberid"
                    + " account accountid buyer buyerid person personid player playerid listener listenerid subscriber"
                    + " subscriberid usersha1 userkey",
            "sessionid session username author authorid deviceid cookieid email"),
    ITEM(
            "item itemid iid items movie movieid film filmid asin product productid sku skuid business businessid artistid"
                    + " track trackid song songid book bookid isbn game gameid app appid article articleid news newsid"
                    + " video videoid recipe recipeid venue venueid poi poiid anime animeid course courseid joke jokeid"
                    + " content contentid listing listingid stockcode",
            "parentasin artist artistname locationid location albumid album pageid page url"),
    RATING("rating ratings score stars star starrating userrating bookrating reviewscore overall grade", ""),
    TIMESTAMP(
            "timestamp ts time date datetime unixreviewtime unixtime createdat eventtime eventdate clicktime orderdate"
                    + " invoicedate purchasedate ratedat reviewdate",
            "reviewtime created updatedat"),
    /** Of an item. In tables of ratings "title" and "name" alone are mostly those of a review or of a user. */
    TITLE(
            "itemname itemtitle movietitle movietitles moviename producttitle productname artistname trackname songname"
                    + " booktitle businessname gametitle apptitle",
            "title name description"),
    /** Of an item. */
    GENRES("genre genres category categories", "");

    private final String names; // with spaces between
    private final String otherNames; // taken if none of the names is there and the column must be

    Column(String names, String otherNames) {
        this.names = names;
        this.otherNames = otherNames;
    }

    /** As the configuration and messages have it: {@code user}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The positions in a header of the columns that have one of the names, from 0.
     *
     * @param required whether the other names are taken too, if none of the names is there
     * @param taken positions that are other columns'
     */
    List<Integer> candidates(List<String> header, boolean required, Collection<Integer> taken) {
        List<Integer> found = positions(header, names, taken);
        return found.isEmpty() && required ? positions(header, otherNames, taken) : found;
    }

    private static List<Integer> positions(List<String> header, String names, Collection<Integer> taken) {
        List<String> words = List.of(names.split(" "));
        List<Integer> positions = new ArrayList<>();
        for (int position = 0; position < header.size(); position++) {
            String name = simplified(header.get(position));
            if (!name.isEmpty() && words.contains(name) && !taken.contains(position)) {
                positions.add(position);
            }
        }
        return positions;
    }

    /** Lower case, letters and digits only: {@code user_id}, {@code User ID} and {@code userId} are one name. */
    static String simplified(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
