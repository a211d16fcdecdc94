package multvae.spark;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import multvae.io.IoReason;
import multvae.io.Locations;
import multvae.io.Printable;
import multvae.io.RemotePath;
import multvae.io.UserError;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** A file system that Hadoop knows, with what {@code spark.hadoop.*} and Hadoop's own files of settings say of it. */
final class HadoopFiles extends FileSystem {

    private static final Pattern ADDRESS = Pattern.compile("([^:]+://[^/]*)(/.*)", Pattern.DOTALL);

    private final String root;
    private final org.apache.hadoop.fs.FileSystem hadoop;

    private HadoopFiles(String root, org.apache.hadoop.fs.FileSystem hadoop) {
        this.root = root;
        this.hadoop = hadoop;
    }

    /** Finds Hadoop's file systems. */
    public static final class Provider implements Locations.Provider {

        @Override
        public RemotePath path(String address) {
            Matcher parts = ADDRESS.matcher(address);
            if (!parts.matches()) {
                throw refused(address, "an address such as s3a://bucket/logs", "one without a path", null);
            }
            return new HadoopPath(open(parts.group(1), address), Path.of(parts.group(2)));
        }

        private static HadoopFiles open(String root, String address) {
            SparkEnv running = SparkEnv.get(); // null before Spark has been started, and in a process without it
            SparkConf conf = running == null ? new SparkConf() : running.conf();
            try {
                URI uri = new URI(root + "/");
                return new HadoopFiles(
                        root,
                        org.apache.hadoop.fs.FileSystem.get(
                                uri, SparkHadoopUtil.get().newConfiguration(conf))); // Hadoop keeps it for the next one
            } catch (UnsupportedFileSystemException e) {
                throw unsupported(root, address, e);
            } catch (NoClassDefFoundError e) {
                throw withoutModule(root, address, e);
            } catch (URISyntaxException e) {
                throw refused(address, "an address such as s3a://bucket/logs", Printable.oneLine(e.getMessage()), e);
            } catch (IOException e) {
                throw refused(address, "a file system that answers", IoReason.of(e), e);
            } catch (IllegalArgumentException e) { // a host that does not exist, or a setting that is wrong
                String found = e.getCause() instanceof UnknownHostException
                        ? "no machine of that name"
                        : Printable.oneLine(String.valueOf(e.getMessage()));
                throw refused(address, "a file system that answers", found, e);
            } catch (RuntimeException e) {
                if (e.getCause() instanceof ClassNotFoundException) { // how Hadoop says that it has no such class
                    throw withoutModule(root, address, e);
                }
                throw e;
            }
        }

        private static UserError unsupported(String root, String address, Exception cause) {
            String found = Printable.oneLine(cause.getMessage());
            String expected = "an address of a file system that Hadoop knows";
            return root.startsWith("s3:") // what Amazon's own tools write
                    ? new UserError(Printable.oneLine(address), expected, found, "write s3a:// instead", cause)
                    : refused(address, expected, found, cause);
        }

        private static UserError withoutModule(String root, String address, Throwable cause) {
            String scheme = root.substring(0, root.indexOf(':'));
            return new UserError(
                    Printable.oneLine(address),
                    "Hadoop's module for " + scheme + " among Spark's jars",
                    "none",
                    "add it to spark-submit, for s3a as --packages org.apache.hadoop:hadoop-aws:"
                            + VersionInfo.getVersion() + " (docs/spark.md)",
                    cause);
        }

        private static UserError refused(String address, String expected, String found, Exception cause) {
            return new UserError(
                    Printable.oneLine(address),
                    expected,
                    found,
                    "correct the address, or set spark.hadoop.* (docs/spark.md)",
                    cause);
        }
    }

    /** The scheme and the host: {@code hdfs://namenode:8020}. */
    String root() {
        return root;
    }

    org.apache.hadoop.fs.FileSystem hadoop() {
        return hadoop;
    }

    @Override
    public FileSystemProvider provider() {
        return HadoopProvider.ONLY;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(new HadoopPath(this, Path.of("/")));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public Path getPath(String first, String... more) {
        return new HadoopPath(this, Path.of(first, more));
    }

    /** Matches whole addresses: a matcher looks at a path's text. */
    @Override
    public PathMatcher getPathMatcher(String pattern) {
        return FileSystems.getDefault().getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException(); // Hadoop's own is shared
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HadoopFiles files && root.equals(files.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }
}
