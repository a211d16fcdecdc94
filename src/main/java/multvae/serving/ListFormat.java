package multvae.serving;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import multvae.io.Json;
import multvae.io.JsonId;
import multvae.serving.Histories.History;
import org.apache.commons.text.StringEscapeUtils;

/** How the lists of many users are written. */
public enum ListFormat {
    /** One row per item: {@code user,rank,item,score,source}, with a header. */
    CSV,
    /**
     * One object per user: {@code user}, {@code source}, {@code items} of {@code item}, {@code score} and, if reasons are
     * asked for and there are any, {@code why}, then {@code unknown}.
     */
    JSONL;

    private record UserList(
            @JsonId String user, String source, List<Record> items, @JsonId.OfEach List<String> unknown) {}

    private record Scored(@JsonId String item, float score) {}

    private record Explained(@JsonId String item, float score, List<Weighed> why) {}

    private record Weighed(@JsonId String item, float weight) {}

    /** What a file of lists begins with: a line, or nothing. */
    public String header() {
        return this == CSV ? "user,rank,item,score,source\n" : "";
    }

    /** A user's whole list, with a line feed at its end. */
    public String text(History history, Answer answer) {
        return this == CSV ? csv(history.userId(), answer) : json(history, answer);
    }

    /** What a list is made from: {@code model} or {@code popularity}. */
    public static String source(Answer answer) {
        return answer.popularity() ? "popularity" : "model";
    }

    private static String csv(String user, Answer answer) {
        StringBuilder text = new StringBuilder();
        String escapedUser = StringEscapeUtils.escapeCsv(user);
        int rank = 0;
        for (Recommendation recommendation : answer.recommendations()) {
            text.append(escapedUser)
                    .append(',')
                    .append(++rank)
                    .append(',')
                    .append(StringEscapeUtils.escapeCsv(recommendation.itemId()))
                    .append(',')
                    .append((float) recommendation.score())
                    .append(',')
                    .append(source(answer))
                    .append('\n');
        }
        return text.toString();
    }

    private static String json(History history, Answer answer) {
        Set<String> own = new HashSet<>(history.items()); // those to exclude are the same for everyone
        return Json.line(new UserList(
                        history.userId(),
                        source(answer),
                        answer.recommendations().stream().map(ListFormat::item).toList(),
                        answer.unknownIds().stream().filter(own::contains).toList()))
                + "\n";
    }

    private static Record item(Recommendation recommendation) {
        String id = recommendation.itemId();
        float score = (float) recommendation.score();
        if (recommendation.why().isEmpty()) {
            return new Scored(id, score);
        }
        return new Explained(
                id,
                score,
                recommendation.why().stream()
                        .map(reason -> new Weighed(reason.itemId(), (float) reason.weight()))
                        .toList());
    }
}
