package multvae.serving;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import multvae.io.Json;
import multvae.serving.Histories.History;

/** How the lists of many users are written. */
public enum ListFormat {
    /** A row an item: {@code user,rank,item,score,source}, with a header. */
    CSV,
    /** An object a user: {@code user}, {@code source}, {@code items} of {@code item}, {@code score} and, where asked for, {@code why}, {@code unknown}. */
    JSONL;

    String header() {
        return this == CSV ? "user,rank,item,score,source\n" : "";
    }

    /** A user's whole list, with a line feed at its end. */
    String text(History history, Answer answer) {
        return this == CSV ? csv(history.userId(), answer) : json(history, answer);
    }

    private static String source(Answer answer) {
        return answer.popularity() ? "popularity" : "model";
    }

    private static String csv(long user, Answer answer) {
        StringBuilder text = new StringBuilder(); // numbers and two words: nothing that quotes are for
        int rank = 0;
        for (Recommendation recommendation : answer.recommendations()) {
            text.append(user)
                    .append(',')
                    .append(++rank)
                    .append(',')
                    .append(recommendation.itemId())
                    .append(',')
                    .append((float) recommendation.score())
                    .append(',')
                    .append(source(answer))
                    .append('\n');
        }
        return text.toString();
    }

    private static Map<String, Object> reason(Reason why) {
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("item", why.itemId());
        reason.put("weight", (float) why.weight());
        return reason;
    }

    private static String json(History history, Answer answer) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("user", history.userId());
        object.put("source", source(answer));
        List<Map<String, Object>> items = answer.recommendations().stream()
                .map(recommendation -> {
                    Map<String, Object> item = new LinkedHashMap<>();
                    item.put("item", recommendation.itemId());
                    item.put("score", (float) recommendation.score());
                    if (!recommendation.why().isEmpty()) {
                        item.put(
                                "why",
                                recommendation.why().stream()
                                        .map(ListFormat::reason)
                                        .toList());
                    }
                    return item;
                })
                .toList();
        object.put("items", items);
        Set<Long> own = new HashSet<>(history.items()); // those to exclude are the same for everyone
        object.put("unknown", answer.unknownIds().stream().filter(own::contains).toList());
        return Json.line(object) + "\n";
    }
}
