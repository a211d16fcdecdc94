package multvae.io;

import java.io.IOException;
import java.nio.file.Path;

/** A path of another file system than this machine's, by its address. It is only read from. */
public interface RemotePath extends Path {

    /**
     * What the file's content is told by, without reading all of it: the checksum that the file system keeps; if it keeps none, the
     * time at which the file was written.
     *
     * @throws IOException if there is no such file, or its file system does not answer
     */
    String identity() throws IOException;
}
