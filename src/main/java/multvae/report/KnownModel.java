package multvae.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The models and baselines, and what reports say of each. Results of others, as a later version may write them, have a name alone. */
enum KnownModel {
    MULT_VAE("mult-vae", "Mult-VAE", "a variational autoencoder with a multinomial likelihood", Citations.LIANG_2018),
    MULT_DAE("mult-dae", "Mult-DAE", "a denoising autoencoder with a multinomial likelihood", Citations.LIANG_2018),
    RECVAE(
            "recvae",
            "RecVAE",
            "a variational autoencoder with a multinomial likelihood, a composite prior and training in turns",
            Citations.LIANG_2018,
            Citations.SHENBIN_2020),
    POPULARITY("popularity", "popularity", "the number of train users of each item"),
    ITEM_KNN(
            "item-knn",
            "item-kNN",
            "the nearest items by a shrunk similarity of their users",
            Citations.FERRARI_DACREMA_2019,
            Citations.AIOLLI_2013),
    EASE("ease", "EASE", "a linear model from item to item (Steck 2019)", Citations.STECK_2019),
    EDLAE(
            "edlae",
            "EDLAE",
            "a linear model from item to item, with dropout (Steck 2020)",
            Citations.STECK_2019,
            Citations.STECK_2020),
    IALS(
            "ials",
            "iALS",
            "matrix factorisation by implicit alternating least squares (Hu, Koren and Volinsky 2008)",
            Citations.HU_2008,
            Citations.RENDLE_2022);

    private final String type;
    private final String printed;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it
    private final List<String> papers;

    KnownModel(String type, String printed, String description, String... papers) {
        this.type = type;
        this.printed = printed;
        this.description = description;
        this.papers = List.of(papers);
    }

    /** @param type as configurations and results name it */
    static Optional<KnownModel> of(String type) {
        return Arrays.stream(values()).filter(model -> model.type.equals(type)).findFirst();
    }

    /** A model's name as papers write it; one that is not known by its type. */
    static String printed(String type) {
        return of(type).map(model -> model.printed).orElse(type);
    }

    /** Whether a model's loss has a KL term. */
    static boolean variational(String type) {
        return !type.equals(MULT_DAE.type);
    }

    /** What it is, in a few words. */
    String description() {
        return description;
    }

    /** Which papers to cite, in BibTeX. */
    List<String> papers() {
        return papers;
    }
}
