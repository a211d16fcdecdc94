package multvae.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;

/** Hadoop's file systems for Java's {@link java.nio.file.Files}, to be read from. */
final class HadoopProvider extends FileSystemProvider {

    static final HadoopProvider ONLY = new HadoopProvider();

    /** What is asked of a file system. */
    @FunctionalInterface
    private interface Question<T> {
        T answer() throws IOException;
    }

    private HadoopProvider() {}

    /** Asks, with Java's own exceptions for what is not there or not allowed. */
    private static <T> T ask(Path path, Question<T> question) throws IOException {
        try {
            return question.answer();
        } catch (FileNotFoundException | ParentNotDirectoryException e) {
            throw (IOException) new NoSuchFileException(path.toString()).initCause(e);
        } catch (AccessControlException e) {
            throw (IOException) new AccessDeniedException(path.toString()).initCause(e);
        }
    }

    static FileStatus status(HadoopPath path) throws IOException {
        return ask(path, () -> path.hadoop().getFileStatus(path.hadoopPath()));
    }

    @Override
    public String getScheme() {
        return "hadoop"; // nobody looks it up by that
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        HadoopPath file = (HadoopPath) path;
        long size = status(file).getLen();
        return ask(path, () -> new HadoopChannel(file.hadoop().open(file.hadoopPath()), size));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        HadoopPath at = (HadoopPath) directory;
        FileStatus[] content = ask(directory, () -> at.hadoop().listStatus(at.hadoopPath()));
        Iterator<Path> paths = Stream.of(content)
                .<Path>map(status -> at.resolve(status.getPath().getName()))
                .iterator();
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return paths;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        HadoopPath file = (HadoopPath) path;
        status(file);
        for (AccessMode mode : modes) {
            if (mode != AccessMode.READ) {
                throw new AccessDeniedException(path.toString(), null, "it is only read from");
            }
            ask(path, () -> {
                file.hadoop().access(file.hadoopPath(), FsAction.READ);
                return null;
            });
        }
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return type.cast(new HadoopAttributes(status((HadoopPath) path)));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
        throw new UnsupportedOperationException(attributes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return null; // as the interface says of views that there are not
    }

    @Override
    public boolean isSameFile(Path one, Path other) {
        return one.equals(other);
    }

    @Override
    public boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException(uri.toString());
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException(uri.toString());
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException(uri.toString());
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException(path.toString());
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void delete(Path path) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) {
        throw new ReadOnlyFileSystemException();
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new ReadOnlyFileSystemException();
    }
}
