package multvae.report;

import java.util.ArrayList;
import java.util.List;

/** Which papers to cite, in BibTeX. */
final class Citations {

    static final String LIANG_2018 =
            """
            @inproceedings{liang2018variational,
              title     = {Variational Autoencoders for Collaborative Filtering},
              author    = {Liang, Dawen and Krishnan, Rahul G. and Hoffman, Matthew D. and Jebara, Tony},
              booktitle = {Proceedings of the 2018 World Wide Web Conference},
              pages     = {689--698},
              year      = {2018},
              doi       = {10.1145/3178876.3186150}
            }
            """;

    static final String SHENBIN_2020 =
            """
            @inproceedings{shenbin2020recvae,
              title     = {RecVAE: A New Variational Autoencoder for Top-N Recommendations with Implicit Feedback},
              author    = {Shenbin, Ilya and Alekseev, Anton and Tutubalina, Elena and Malykh, Valentin and Nikolenko, Sergey I.},
              booktitle = {Proceedings of the 13th International Conference on Web Search and Data Mining},
              pages     = {528--536},
              year      = {2020},
              doi       = {10.1145/3336191.3371831}
            }
            """;

    static final String FERRARI_DACREMA_2019 =
            """
            @inproceedings{ferraridacrema2019progress,
              title     = {Are We Really Making Much Progress? A Worrying Analysis of Recent Neural Recommendation Approaches},
              author    = {Ferrari Dacrema, Maurizio and Cremonesi, Paolo and Jannach, Dietmar},
              booktitle = {Proceedings of the 13th ACM Conference on Recommender Systems},
              pages     = {101--109},
              year      = {2019},
              doi       = {10.1145/3298689.3347058}
            }
            """;

    static final String AIOLLI_2013 =
            """
            @inproceedings{aiolli2013efficient,
              title     = {Efficient Top-N Recommendation for Very Large Scale Binary Rated Datasets},
              author    = {Aiolli, Fabio},
              booktitle = {Proceedings of the 7th ACM Conference on Recommender Systems},
              pages     = {273--280},
              year      = {2013},
              doi       = {10.1145/2507157.2507189}
            }
            """;

    static final String STECK_2019 =
            """
            @inproceedings{steck2019embarrassingly,
              title     = {Embarrassingly Shallow Autoencoders for Sparse Data},
              author    = {Steck, Harald},
              booktitle = {The World Wide Web Conference},
              pages     = {3251--3257},
              year      = {2019},
              doi       = {10.1145/3308558.3313710}
            }
            """;

    static final String STECK_2020 =
            """
            @inproceedings{steck2020autoencoders,
              title     = {Autoencoders that don't overfit towards the Identity},
              author    = {Steck, Harald},
              booktitle = {Advances in Neural Information Processing Systems},
              volume    = {33},
              year      = {2020}
            }
            """;

    static final String HU_2008 =
            """
            @inproceedings{hu2008collaborative,
              title     = {Collaborative Filtering for Implicit Feedback Datasets},
              author    = {Hu, Yifan and Koren, Yehuda and Volinsky, Chris},
              booktitle = {Proceedings of the 8th IEEE International Conference on Data Mining},
              pages     = {263--272},
              year      = {2008},
              doi       = {10.1109/ICDM.2008.22}
            }
            """;

    static final String RENDLE_2022 =
            """
            @inproceedings{rendle2022revisiting,
              title     = {Revisiting the Performance of iALS on Item Recommendation Benchmarks},
              author    = {Rendle, Steffen and Krichene, Walid and Zhang, Li and Koren, Yehuda},
              booktitle = {Proceedings of the 16th ACM Conference on Recommender Systems},
              pages     = {427--435},
              year      = {2022},
              doi       = {10.1145/3523227.3548486}
            }
            """;

    private static final String HARPER_2015 =
            """
            @article{harper2015movielens,
              title   = {The MovieLens Datasets: History and Context},
              author  = {Harper, F. Maxwell and Konstan, Joseph A.},
              journal = {ACM Transactions on Interactive Intelligent Systems},
              volume  = {5},
              number  = {4},
              pages   = {19:1--19:19},
              year    = {2015},
              doi     = {10.1145/2827872}
            }
            """;

    private Citations() {}

    /**
     * Those of a model and its data, with an empty line between two; empty if there are none.
     *
     * @param type of the model, as configurations and results name it
     * @param movieLens whether it is of one of the MovieLens data sets
     */
    static String of(String type, boolean movieLens) {
        List<String> papers =
                new ArrayList<>(KnownModel.of(type).map(KnownModel::papers).orElse(List.of()));
        if (movieLens) {
            papers.add(HARPER_2015);
        }
        return String.join("\n", papers);
    }
}
