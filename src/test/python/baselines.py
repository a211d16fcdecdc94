"""Golden values of BaselinesGoldenTest: the scores of EASE, EDLAE, item-kNN and iALS on a small random matrix, by dense numpy alone.

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


def ials(first, epochs, unobserved, regularisation, exponent):
    """Both sides' vectors, the scores of those who ask, and the objective after each half of an epoch, each entry by itself."""
    def strengths(matrix):
        return regularisation * (matrix.sum(1) + unobserved * matrix.shape[1]) ** exponent

    def solve(matrix, fixed):
        return np.array([np.linalg.solve(
            (fixed.T * (row + unobserved)) @ fixed + strength * np.eye(fixed.shape[1]), fixed.T @ row)
            for row, strength in zip(matrix, strengths(matrix))])

    def objective(users, items):
        # 1 * (1 - score)^2 where an item is had, and unobserved * score^2 everywhere
        scores = users @ items.T
        return ((train * (1 - scores) ** 2).sum() + unobserved * (scores ** 2).sum()
                + (strengths(train) * (users ** 2).sum(1)).sum() + (strengths(train.T) * (items ** 2).sum(1)).sum())

    items, objectives = first, []
    for _ in range(epochs):
        users = solve(train, items)
        objectives.append(objective(users, items))
        items = solve(train.T, users)
        objectives.append(objective(users, items))
    return {"dimension": first.shape[1], "epochs": epochs, "unobservedWeight": unobserved,
            "regularisation": regularisation, "exponent": exponent, "first": first.tolist(), "users": users.tolist(),
            "items": items.tolist(), "objectives": objectives, "scores": (solve(asking, items) @ items.T).tolist()}


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
    "ials": [ials(random.normal(0, 0.1, (ITEMS, d)), k, a, l, n)
             for d, k, a, l, n in ((1, 3, 0.5, 0.1, 0.0), (6, 1, 0.1, 0.003, 1.0), (11, 5, 0.2, 0.05, 0.75), (16, 4, 1.0, 0.01, 1.0))],
}))
