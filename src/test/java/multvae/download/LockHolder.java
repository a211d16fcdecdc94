package multvae.download;

import java.nio.file.Path;

/** Another process: opens an archive's partial file, says so, and holds it until its input ends. */
final class LockHolder {

    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (PartialFile partial = PartialFile.open(Path.of(arguments[0]))) {
            System.out.println("holding " + partial.path().getFileName());
            while (System.in.read() >= 0) {}
        }
    }
}
