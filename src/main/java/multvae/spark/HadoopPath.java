package multvae.spark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import multvae.io.RemotePath;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.FileStatus;

/** A path of one of Hadoop's file systems. Names are taken apart and put together as this machine's paths do it. */
final class HadoopPath implements RemotePath {

    private final HadoopFiles files;
    private final Path path; // absolute; or relative, as part of another

    HadoopPath(HadoopFiles files, Path path) {
        this.files = files;
        this.path = path;
    }

    org.apache.hadoop.fs.FileSystem hadoop() {
        return files.hadoop();
    }

    org.apache.hadoop.fs.Path hadoopPath() {
        return new org.apache.hadoop.fs.Path(toString());
    }

    @Override
    public String identity() throws IOException {
        FileStatus status = HadoopProvider.status(this);
        FileChecksum checksum = hadoop().getFileChecksum(hadoopPath());
        return checksum == null ? "written at " + status.getModificationTime() : checksum.toString();
    }

    private HadoopPath of(Path other) {
        return other == null ? null : new HadoopPath(files, other);
    }

    private static Path own(Path other) {
        if (other instanceof HadoopPath hadoop) {
            return hadoop.path;
        }
        throw new ProviderMismatchException(other.toString());
    }

    @Override
    public HadoopFiles getFileSystem() {
        return files;
    }

    @Override
    public boolean isAbsolute() {
        return path.isAbsolute();
    }

    @Override
    public Path getRoot() {
        return of(path.getRoot());
    }

    @Override
    public Path getFileName() {
        return of(path.getFileName());
    }

    @Override
    public Path getParent() {
        return of(path.getParent());
    }

    @Override
    public int getNameCount() {
        return path.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return of(path.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return of(path.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof HadoopPath start && files.equals(start.files) && path.startsWith(start.path);
    }

    @Override
    public boolean endsWith(Path other) {
        return other instanceof HadoopPath end && path.endsWith(end.path);
    }

    @Override
    public Path normalize() {
        return of(path.normalize());
    }

    @Override
    public HadoopPath resolve(Path other) {
        return of(path.resolve(own(other)));
    }

    @Override
    public HadoopPath resolve(String other) {
        return of(path.resolve(other));
    }

    @Override
    public Path relativize(Path other) {
        return of(path.relativize(own(other)));
    }

    @Override
    public URI toUri() {
        return hadoopPath().toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return this;
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        HadoopProvider.status(this);
        return normalize();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return path.compareTo(own(other));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HadoopPath hadoop && files.equals(hadoop.files) && path.equals(hadoop.path);
    }

    @Override
    public int hashCode() {
        return 31 * files.hashCode() + path.hashCode();
    }

    /** The address. Of a relative path, which is a part of one, the path. */
    @Override
    public String toString() {
        String names = path.toString().replace('\\', '/');
        return path.isAbsolute() ? files.root() + names : names;
    }
}
