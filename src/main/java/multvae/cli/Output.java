package multvae.cli;

import multvae.inspect.View;
import multvae.io.Json;

/** A view on the terminal: text for people, JSON for programs. */
final class Output {

    private Output() {}

    static void print(View view, boolean json) {
        if (json) {
            System.out.println(Json.indented(view.data()));
        } else {
            view.lines().forEach(System.out::println);
        }
    }
}
