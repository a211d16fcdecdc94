package multvae.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import multvae.cli.OwnData.Row;

/** The forms of docs/data.md, in a directory that stands for the page's. */
final class OwnDataForms {

    private final Path directory;

    OwnDataForms(Path directory) {
        this.directory = directory;
    }

    private static String noTitle(int item) {
        return "";
    }

    /** All but the table of PostgreSQL, which is no file. */
    List<OwnData> all() {
        List<OwnData> all = new ArrayList<>(ratings());
        all.addAll(events());
        all.addAll(queries());
        return all;
    }

    OwnData movieLens() {
        return new OwnData(
                "MovieLens",
                "userId,movieId,rating,timestamp",
                user -> "" + (1 + user),
                item -> "" + (100 + item),
                item -> item % 3 == 0 ? "" : "Film, the " + item + "th",
                true,
                false,
                row -> (1 + row.user()) + "," + (100 + row.item()) + "," + stars(row) + "," + row.time(),
                lines -> {
                    write("ratings.csv", lines, StandardCharsets.UTF_8);
                    List<String> movies = IntStream.range(0, OwnData.ITEMS)
                            .filter(item -> item % 3 != 0)
                            .mapToObj(item -> (100 + item) + ",\"Film, the " + item + "th\",Drama")
                            .collect(Collectors.toCollection(() -> new ArrayList<>(List.of("movieId,title,genres"))));
                    write("movies.csv", movies, StandardCharsets.UTF_8);
                });
    }

    private List<OwnData> ratings() {
        IntFunction<String> user = number -> String.format("A%013X", 7919L * number);
        IntFunction<String> item = number -> String.format("%010d", number);
        IntFunction<String> food = number -> String.format("B%09d", number);
        IntFunction<String> yelp = number -> String.format("x_%02d-Zq", number);
        return List.of(
                movieLens(),
                new OwnData(
                        "Amazon 2014",
                        "",
                        user,
                        item,
                        OwnDataForms::noTitle,
                        true,
                        false,
                        row -> user.apply(row.user()) + "," + item.apply(row.item()) + "," + stars(row) + ","
                                + row.time(),
                        plain("ratings_Books.csv")),
                new OwnData(
                        "Amazon 2018",
                        "",
                        user,
                        item,
                        OwnDataForms::noTitle,
                        true,
                        false,
                        row -> item.apply(row.item()) + "," + user.apply(row.user()) + "," + stars(row) + ","
                                + row.time(),
                        plain("Books.csv")),
                new OwnData(
                        "Amazon 2023",
                        "user_id,parent_asin,rating,timestamp",
                        user,
                        item,
                        OwnDataForms::noTitle,
                        true,
                        false,
                        row -> user.apply(row.user()) + "," + item.apply(row.item()) + "," + stars(row) + ","
                                + row.time() + "123",
                        lines -> gzip("Books.csv.gz", lines)),
                new OwnData(
                        "Amazon Fine Food",
                        "Id,ProductId,UserId,ProfileName,HelpfulnessNumerator,HelpfulnessDenominator,Score,Time,Summary,Text",
                        user,
                        food,
                        OwnDataForms::noTitle,
                        true,
                        true,
                        row -> row.number() + "," + food.apply(row.item()) + "," + user.apply(row.user())
                                + ",\"Ann \"\"A\"\" B., \",1,1," + (row.liked() ? 5 : 1) + "," + row.time()
                                + ",Good,\"It is \"\"good\"\", I say.\nBuy, eat.\n\nEnd\"",
                        plain("Reviews.csv")),
                new OwnData(
                        "Yelp",
                        "review_id,user_id,business_id,stars,useful,funny,cool,text,date",
                        yelp,
                        food,
                        OwnDataForms::noTitle,
                        true,
                        true,
                        row -> "r" + row.number() + "," + yelp.apply(row.user()) + "," + food.apply(row.item()) + ","
                                + stars(row) + ",0,1,0,\"Nice,\n\"\"really\"\"\"," + date(row),
                        plain("review.csv")),
                new OwnData(
                        "Book-Crossing",
                        "\"User-ID\";\"ISBN\";\"Book-Rating\"",
                        number -> "" + (276725 + number),
                        number -> "034545104" + number + "\u00fc",
                        OwnDataForms::noTitle,
                        true,
                        false,
                        row -> "\"" + (276725 + row.user()) + "\";\"034545104" + row.item() + "\u00fc\";\""
                                + (row.liked() ? 8 : 5) + "\"",
                        lines -> write("BX-Book-Ratings.csv", lines, StandardCharsets.ISO_8859_1)));
    }

    private List<OwnData> events() {
        IntFunction<String> sha = number -> String.format("%08x", 104729L * number);
        IntFunction<String> artist = number -> "the \"" + number + "\" band";
        IntFunction<String> item = number -> "i" + number;
        IntFunction<String> user = number -> "u" + number;
        return List.of(
                new OwnData(
                        "Last.fm 360K",
                        "",
                        sha,
                        artist,
                        OwnDataForms::noTitle,
                        false,
                        true,
                        row -> sha.apply(row.user()) + "\t" + (row.number() % 9 == 4 ? "" : "3bd7-" + row.item()) + "\t"
                                + artist.apply(row.item()) + "\t" + (row.liked() ? 2137 : 1),
                        plain("usersha1-artmbid-artname-plays.tsv")),
                new OwnData(
                        "Last.fm of HetRec",
                        "userID\tartistID\tweight",
                        number -> "" + number,
                        number -> "" + number,
                        OwnDataForms::noTitle,
                        false,
                        false,
                        row -> row.user() + "\t" + row.item() + "\t" + (row.liked() ? 13883 : 1),
                        plain("user_artists.dat")),
                new OwnData(
                        "A click log",
                        "timestamp,visitorid,event,itemid,transactionid",
                        number -> "" + (257597 + number),
                        number -> "" + number,
                        OwnDataForms::noTitle,
                        false,
                        true,
                        row -> row.time() + "117," + (257597 + row.user()) + ",view," + row.item() + ",",
                        plain("events.csv")),
                new OwnData(
                        "A directory",
                        "user_id,item_id",
                        user,
                        item,
                        OwnDataForms::noTitle,
                        false,
                        false,
                        row -> user.apply(row.user()) + "," + item.apply(row.item()),
                        lines -> {
                            parts("parts/part-0000", ".csv", lines, false);
                            write("parts/_SUCCESS", List.of(), StandardCharsets.UTF_8);
                            write("parts/.part-00001.csv.crc", List.of("crc"), StandardCharsets.UTF_8);
                        }),
                new OwnData(
                        "Files by a pattern",
                        "user_id,item_id",
                        user,
                        item,
                        OwnDataForms::noTitle,
                        false,
                        false,
                        row -> user.apply(row.user()) + "," + item.apply(row.item()),
                        lines -> {
                            parts("clicks-2024-", ".csv.gz", lines, true);
                            write("readme.csv", List.of("not matched"), StandardCharsets.UTF_8);
                        }),
                new OwnData(
                        "Lists",
                        "",
                        number -> "" + number,
                        number -> "" + number,
                        OwnDataForms::noTitle,
                        false,
                        false,
                        row -> row.user() + " " + row.item(),
                        this::lists));
    }

    private List<OwnData> queries() {
        IntFunction<String> customer = number -> "" + (17850 + number);
        IntFunction<String> code = number -> "00" + number;
        IntFunction<String> user = number -> "u" + number;
        IntFunction<String> item = number -> "i" + number;
        return List.of(
                new OwnData(
                        "Online Retail",
                        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
                        customer,
                        code,
                        number -> "CAF\u00c9, SET OF " + number,
                        false,
                        true,
                        row -> "5363" + row.number() + "," + code.apply(row.item()) + ",\"CAF\u00c9, SET OF "
                                + row.item() + "\",6,12/1/2010 8:26,2.55," + customer.apply(row.user())
                                + ",United Kingdom",
                        lines -> {
                            List<String> more = new ArrayList<>(lines);
                            more.add(20, "536414,22139,,56,12/1/2010 11:52,0,,United Kingdom");
                            write("retail.csv", more, StandardCharsets.ISO_8859_1);
                        }),
                new OwnData(
                        "An export of a German Excel",
                        "Kundennummer;Artikelnummer;Bezeichnung;Bewertung;Datum",
                        customer,
                        code,
                        number -> "Gr\u00f6\u00dfe " + number,
                        true,
                        false,
                        row -> customer.apply(row.user()) + ";" + code.apply(row.item()) + ";Gr\u00f6\u00dfe "
                                + row.item() + ";" + (row.liked() ? "4,5" : "2,0") + ";17.06.2011",
                        lines -> write("export.csv", lines, StandardCharsets.ISO_8859_1)),
                new OwnData(
                        "Parquet",
                        "user_id,item_id,rating",
                        user,
                        item,
                        OwnDataForms::noTitle,
                        true,
                        false,
                        row -> user.apply(row.user()) + "," + item.apply(row.item()) + "," + stars(row),
                        this::parquet),
                new OwnData(
                        "JSON lines",
                        "",
                        user,
                        item,
                        OwnDataForms::noTitle,
                        true,
                        false,
                        row -> "{\"user_id\":\"" + user.apply(row.user()) + "\",\"item_id\":\"" + item.apply(row.item())
                                + "\",\"stars\":" + (row.liked() ? 5 : 2) + "}",
                        plain("reviews.jsonl")));
    }

    private static String stars(Row row) {
        return row.liked() ? "5.0" : "2.0";
    }

    private static String date(Row row) {
        return Instant.ofEpochSecond(row.time()).toString().replace('T', ' ').replace("Z", "");
    }

    private OwnData.Files plain(String file) {
        return lines -> write(file, lines, StandardCharsets.UTF_8);
    }

    private void write(String file, List<String> lines, Charset charset) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, lines, charset);
    }

    private void gzip(String file, List<String> lines) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve(file)))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Three files, each with the header. */
    private void parts(String beginning, String end, List<String> lines, boolean compressed) throws IOException {
        for (int part = 0; part < 3; part++) {
            int first = 1 + part * 200;
            List<String> own = new ArrayList<>(List.of(lines.get(0)));
            own.addAll(lines.subList(first, Math.min(first + 200, lines.size())));
            if (compressed) {
                gzip(beginning + part + end, own);
            } else {
                write(beginning + part + end, own, StandardCharsets.UTF_8);
            }
        }
    }

    /** The last two items of each user are tested. */
    private void lists(List<String> pairs) throws IOException {
        List<String> train = new ArrayList<>();
        List<String> test = new ArrayList<>();
        Map<String, List<String>> items = pairs.stream()
                .map(pair -> pair.split(" "))
                .collect(Collectors.groupingBy(
                        pair -> pair[0], Collectors.mapping(pair -> pair[1], Collectors.toList())));
        items.forEach((user, own) -> {
            train.add(user + " " + String.join(" ", own.subList(0, own.size() - 2)));
            test.add(user + " " + String.join(" ", own.subList(own.size() - 2, own.size())));
        });
        write("train.txt", train, StandardCharsets.UTF_8);
        write("test.txt", test, StandardCharsets.UTF_8);
    }

    private void parquet(List<String> lines) throws IOException {
        write("parquet.csv", lines, StandardCharsets.UTF_8);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (String half : Arrays.asList("<", ">=")) {
                statement.execute("copy (select * from '" + directory.resolve("parquet.csv") + "' where user_id " + half
                        + " 'u3') to '" + directory.resolve("part" + half.length() + ".parquet") + "'");
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
