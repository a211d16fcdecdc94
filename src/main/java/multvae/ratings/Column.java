package multvae.ratings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a column of a table means, with the names that people give to such columns. */
public enum Column {
    USER(
            List.of(
                    "user",
                    "userid",
                    "uid",
                    "users",
                    "customer",
                    "customerid",
                    "client",
                    "clientid",
                    "visitor",
                    "visitorid",
                    "reviewer",
                    "reviewerid",
                    "member",
                    "memberid",
                    "account",
                    "accountid",
                    "buyer",
                    "buyerid",
                    "person",
                    "personid",
                    "player",
                    "playerid",
                    "listener",
                    "listenerid",
                    "subscriber",
                    "subscriberid",
                    "usersha1",
                    "userkey"),
            List.of("sessionid", "session", "username", "author", "authorid", "deviceid", "cookieid", "email")),
    ITEM(
            List.of(
                    "item",
                    "itemid",
                    "iid",
                    "items",
                    "movie",
                    "movieid",
                    "film",
                    "filmid",
                    "asin",
                    "product",
                    "productid",
                    "sku",
                    "skuid",
                    "business",
                    "businessid",
                    "artistid",
                    "track",
                    "trackid",
                    "song",
                    "songid",
                    "book",
                    "bookid",
                    "isbn",
                    "game",
                    "gameid",
                    "app",
                    "appid",
                    "article",
                    "articleid",
                    "news",
                    "newsid",
                    "video",
                    "videoid",
                    "recipe",
                    "recipeid",
                    "venue",
                    "venueid",
                    "poi",
                    "poiid",
                    "anime",
                    "animeid",
                    "course",
                    "courseid",
                    "joke",
                    "jokeid",
                    "content",
                    "contentid",
                    "listing",
                    "listingid",
                    "stockcode"),
            List.of(
                    "parentasin",
                    "artist",
                    "artistname",
                    "locationid",
                    "location",
                    "albumid",
                    "album",
                    "pageid",
                    "page",
                    "url")),
    RATING(
            List.of(
                    "rating",
                    "ratings",
                    "score",
                    "stars",
                    "star",
                    "starrating",
                    "userrating",
                    "bookrating",
                    "reviewscore",
                    "overall",
                    "grade"),
            List.of()),
    TIMESTAMP(
            List.of(
                    "timestamp",
                    "ts",
                    "time",
                    "date",
                    "datetime",
                    "unixreviewtime",
                    "unixtime",
                    "createdat",
                    "eventtime",
                    "eventdate",
                    "clicktime",
                    "orderdate",
                    "invoicedate",
                    "purchasedate",
                    "ratedat",
                    "reviewdate"),
            List.of("reviewtime", "created", "updatedat")),
    /** Of an item. In tables of ratings "title" and "name" alone are mostly those of the review or of the user: not recognised there. */
    TITLE(
            List.of(
                    "itemname",
                    "itemtitle",
                    "movietitle",
                    "movietitles",
                    "moviename",
                    "producttitle",
                    "productname",
                    "artistname",
                    "trackname",
                    "songname",
                    "booktitle",
                    "businessname",
                    "gametitle",
                    "apptitle"),
            List.of("title", "name", "description"));

    private final List<String> names; // as simplified
    private final List<String> otherNames; // taken if none of the names is there and the column must be

    Column(List<String> names, List<String> otherNames) {
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
     */
    List<Integer> candidates(List<String> header, boolean required) {
        List<Integer> found = positions(header, names);
        return found.isEmpty() && required ? positions(header, otherNames) : found;
    }

    private static List<Integer> positions(List<String> header, List<String> names) {
        List<Integer> positions = new ArrayList<>();
        for (int position = 0; position < header.size(); position++) {
            if (names.contains(simplified(header.get(position)))) {
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
