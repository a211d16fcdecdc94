package multvae.run;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a stage is, apart from its work. Making one reads no file.
 *
 * @param name what it is called on the command line, and its directory in the run's
 * @param version raised if the stage's meaning changes, so that what an older one wrote is stale
 * @param slice the configuration that it depends on, dotted key to plain value
 * @param inputs the files that it reads
 * @param outputs the names of the files that it writes and that its manifest hashes
 * @param resumes whether an interrupted run can resume from what it left in its directory. The stage verifies what it
 *     finds there. If it does not resume, its directory is emptied before it runs again
 */
public record StageSpec(
        String name,
        int version,
        SortedMap<String, Object> slice,
        List<Input> inputs,
        List<String> outputs,
        boolean resumes) {

    public StageSpec {
        slice = Collections.unmodifiableSortedMap(new TreeMap<>(slice));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
