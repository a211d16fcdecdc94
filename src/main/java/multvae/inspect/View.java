package multvae.inspect;

import java.util.List;

/** A part of a run to look at. */
public interface View {

    /** A record or a list of records, for JSON. */
    Object data();

    /** The same for people, without line ends. */
    List<String> lines();
}
