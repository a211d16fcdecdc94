package multvae.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import multvae.io.IoReason;

/** A few users' histories with what is recommended to them, by title. */
final class ExampleUsers {

    private static final int SHOWN = 10;

    private final JsonNode examples;
    private final Map<Long, String> titles = new HashMap<>();

    ExampleUsers(RunResult run) {
        this.examples = run.examples();
        for (int item = 0; item < run.items().size(); item++) {
            titles.put(run.items().itemId(item), run.items().title(item));
        }
    }

    List<Map<String, Object>> forTemplate() {
        List<Map<String, Object>> users = new ArrayList<>();
        for (JsonNode example : examples) {
            Set<Long> heldOut = new HashSet<>();
            example.get("heldOut").forEach(item -> heldOut.add(item.longValue()));
            List<Map<String, Object>> items = new ArrayList<>();
            example.get("recommended")
                    .forEach(
                            item -> items.add(Map.of("title", title(item), "hit", heldOut.contains(item.longValue()))));
            List<String> foldIn = new ArrayList<>();
            example.get("foldIn").forEach(item -> foldIn.add(title(item)));
            Map<String, Object> user = new LinkedHashMap<>();
            user.put("userId", example.get("userId").asText());
            user.put("known", foldIn.size());
            user.put("heldOut", heldOut.size());
            user.put("k", items.size());
            user.put(
                    "hits",
                    items.stream().filter(item -> item.get("hit").equals(true)).count());
            user.put("foldIn", foldIn.subList(0, Math.min(SHOWN, foldIn.size())));
            user.put("more", foldIn.size() > SHOWN ? String.valueOf(foldIn.size() - SHOWN) : null);
            user.put("items", items);
            users.add(user);
        }
        return users;
    }

    private String title(JsonNode item) {
        String title = IoReason.oneLine(titles.getOrDefault(item.longValue(), ""));
        return title.isBlank() ? "item " + item.asText() : title;
    }
}
