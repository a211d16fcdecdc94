"""Golden values of BaselinesGoldenTest: the scores of EASE, EDLAE and item-kNN on a small random matrix, by dense numpy alone.

    python3 src/test/python/baselines.py > src/test/resources/multvae/baselines/baselines.json
"""
import json

import numpy as np

USERS, ITEMS, ASKING = 60, 30, 8

random = np.random.RandomState(20190505)
popularity = 0.6 * np.exp(-np.arange(ITEMS) / 9.0)
train = (random.rand(USERS, ITEMS) < random.permutation(popularity)).astype(np.float64)
train[:, 11] = train[:, 4]  # equally similar to everything
train[:, 17] = 0  # an item that nobody has
train[5] = 0  # a user who has nothing
asking = (random.rand(ASKING, ITEMS) < 0.2).astype(np.float64)
asking[3] = 0
asking[4, [4, 11, 17]] = 1


def ease(weight):
    inverse = np.linalg.inv(train.T @ train + weight * np.eye(ITEMS))
    b = -inverse / np.diag(inverse)[None, :]
    np.fill_diagonal(b, 0)
    return asking @ b


def edlae(weight, dropout):
    gram = train.T @ train
    inverse = np.linalg.inv(gram + np.diag(weight + dropout / (1 - dropout) * np.diag(gram)))
    b = np.eye(ITEMS) - inverse @ np.diag(1 / np.diag(inverse))  # its diagonal is 0
    return asking @ b


def item_knn(neighbours, shrinkage):
    together = train.T @ train
    users = np.diag(together)
    similarity = together / (np.sqrt(np.outer(users, users)) + shrinkage + (together == 0))
    similarity = similarity.astype(np.float32)
    np.fill_diagonal(similarity, -1)
    scores = np.zeros((ASKING, ITEMS))
    for item in range(ITEMS):
        order = np.lexsort((np.arange(ITEMS), -similarity[:, item]))[:neighbours]
        order = order[similarity[order, item] > 0]
        scores[:, item] = asking[:, order] @ similarity[order, item].astype(np.float64)
    return scores


def rows(matrix):
    return [np.flatnonzero(row).tolist() for row in matrix]


print(json.dumps({
    "items": ITEMS,
    "train": rows(train),
    "foldIn": rows(asking),
    "ease": [{"lambda": l, "scores": ease(l).tolist()} for l in (0.5, 20.0)],
    "edlae": [{"lambda": l, "dropout": p, "scores": edlae(l, p).tolist()} for l, p in ((0.5, 0.25), (20.0, 0.75))],
    "itemKnn": [{"neighbours": n, "shrinkage": s, "scores": item_knn(n, s).tolist()}
                for n, s in ((3, 0.0), (7, 10.0), (100, 2.5))],
}))
