/// # 1. Preparing the data
///
/// The data set is the bundled sample of MovieLens. The tutorial takes MovieLens 20M: the steps are the same.
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import multvae.config.*;
import multvae.matrix.*;
import multvae.ratings.*;
import multvae.split.*;
import multvae.weights.*;
import multvae.download.*;

Path directory = Files.createDirectories(Path.of("runs/notebooks"));
BundledSample.copyTo(directory);
Path file = directory.resolve("ratings.csv");
Settings settings = Settings.load(Path.of("conf/quickstart.conf"), Map.of(), List.of("ml-latest-small"));
PreprocessSettings preprocess = settings.preprocess();

/// Only ratings above the threshold are kept, and count as events: the model sees clicks, not stars.
Ratings ratings = RatingsReader.read(file, RatingsFormat.CSV, preprocess.ratingThreshold());
System.out.println(ratings.rows() + " ratings, " + ratings.events().size() + " above " + preprocess.ratingThreshold());

/// Users with fewer than five events are dropped. Then the users, not the events, are divided: the model is to
/// recommend to people whom it has never seen. numpy's random numbers are reproduced, so it is the authors' split.
Split split = Split.of(ratings, preprocess);
SplitStatistics statistics = split.statistics();
System.out.printf(Locale.ROOT, "%d events of %d users on %d items (density %.3f %%)%n",
        statistics.events(), statistics.users(), statistics.itemsBeforeTrain(), 100 * statistics.density());
for (Part part : Part.values()) {
    System.out.println(part.label() + ": " + split.userIds(part).size() + " users");
}

/// The items are those of the train users, in the order in which they first appear. A user is a row of zeros and ones,
/// nearly all zeros, so the matrix is sparse.
CsrMatrix train = split.train();
System.out.println("train: " + train.rows() + " x " + train.columns() + ", " + train.nonZeros() + " non-zeros");
System.out.println("the first user's first items: "
        + IntStream.range(0, 5).mapToObj(k -> String.valueOf(train.column(k))).collect(Collectors.joining(", ")));

/// Of a held-out user, four fifths of the events are folded in - the model may look at them - and one fifth is held out,
/// to be predicted.
for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
    System.out.println(part.label() + ": " + split.foldIn(part).nonZeros() + " events folded in, "
            + split.heldOut(part).nonZeros() + " held out");
}

/// The notebooks that follow read what is written here. `scipy.sparse.load_npz` opens it too.
CsrFile.write(directory.resolve("train.npz"), train);
for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
    CsrFile.write(directory.resolve(part.label() + "-fold-in.npz"), split.foldIn(part));
    CsrFile.write(directory.resolve(part.label() + "-held-out.npz"), split.heldOut(part));
}
Titles titles = Titles.read(directory.resolve("movies.csv"), RatingsFormat.CSV.movies());
ItemIndex.of(split.itemIds(), titles.titles(), titles.genres()).write(directory.resolve("items.csv"));
