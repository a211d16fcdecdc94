package multvae.inspect;

import java.util.List;

/** A part of a run to look at. */
public interface View {

    /** Maps, lists, numbers and strings, for JSON. */
    Object data();

    /** The same for people, without line ends. */
    List<String> lines();
}
