"""The figures of Movielens1mTest: MovieLens 1M's baselines from split to metrics, by numpy alone, in double precision.

    python3 src/test/python/liang_split.py ml-1m/ratings.dat target/split --heldout 600 --sep :: --no-header
    python3 src/test/python/movielens_1m.py target/split

Prints NDCG@100, Recall@20 and Recall@50 over the test users, and how long each fit took. iALS begins with the vectors of
java.util.Random's nextGaussian, which is Knuth's polar method on a linear congruential generator, and once more with numpy's.
"""
import math
import sys
import time

import numpy as np

METRICS = ("NDCG@100", "Recall@20", "Recall@50")


def pairs(name):
    return np.loadtxt(f"{sys.argv[1]}/{name}.csv", dtype=np.int64, delimiter=",", skiprows=1)


def matrix(events, first, users, items):
    dense = np.zeros((users, items))
    dense[events[:, 0] - first, events[:, 1]] = 1
    return dense


def ease(weight, dropout):
    gram = train.T @ train
    inverse = np.linalg.inv(gram + np.diag(weight + dropout / (1 - dropout) * np.diag(gram)))
    b = np.eye(len(gram)) - inverse / np.diag(inverse)[None, :]
    return fold_in @ b


def solve(rows, fixed, unobserved, regularisation, exponent):
    base = unobserved * fixed.T @ fixed
    solved = np.empty((len(rows), fixed.shape[1]))
    for n, row in enumerate(rows):
        own = fixed[np.flatnonzero(row)]
        strength = regularisation * (len(own) + unobserved * len(fixed)) ** exponent
        solved[n] = np.linalg.solve(base + own.T @ own + strength * np.eye(fixed.shape[1]), own.sum(0))
    return solved


def ials(first, epochs, *objective):
    item_vectors = first
    for _ in range(epochs):
        user_vectors = solve(train, item_vectors, *objective)
        item_vectors = solve(train.T, user_vectors, *objective)
    return solve(fold_in, item_vectors, *objective) @ item_vectors.T


def java_gaussians(seed, count):
    """The first numbers of new java.util.Random(seed).nextGaussian()."""
    state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def bits(n):
        nonlocal state
        state = (state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        return state >> (48 - n)

    def uniform():
        return ((bits(26) << 27) + bits(27)) / (1 << 53)

    numbers = []
    while len(numbers) < count:
        a, b = 2 * uniform() - 1, 2 * uniform() - 1
        square = a * a + b * b
        if 0 < square < 1:
            scale = math.sqrt(-2 * math.log(square) / square)
            numbers += [a * scale, b * scale]
    return np.array(numbers[:count])


def figures(scores):
    scores = np.where(fold_in > 0, -np.inf, scores)
    users = np.flatnonzero(held_out.sum(1))
    order = np.argsort(-scores, axis=1, kind="stable")[:, :100]
    hits = np.take_along_axis(held_out, order, axis=1)
    discounts = 1 / np.log2(np.arange(2, 102))
    had = held_out.sum(1)
    ideal = np.r_[0, np.cumsum(discounts)][np.minimum(had, 100).astype(int)]
    return {"NDCG@100": np.mean((hits @ discounts)[users] / ideal[users]),
            **{f"Recall@{k}": np.mean(hits[users, :k].sum(1) / np.minimum(had[users], k)) for k in (20, 50)}}


def tell(name, fit):
    start = time.perf_counter()
    found = figures(fit())
    print(f"{name:46}", *(f"{found[metric]:.6f}" for metric in METRICS), f"{time.perf_counter() - start:.1f} s", flush=True)


events = {name: pairs(name) for name in ("train", "test_tr", "test_te")}
test_users = np.unique(np.r_[events["test_tr"][:, 0], events["test_te"][:, 0]])
items = 1 + max(part[:, 1].max() for part in events.values())
train = matrix(events["train"], 0, 1 + events["train"][:, 0].max(), items)
fold_in = matrix(events["test_tr"], test_users[0], len(test_users), items)
held_out = matrix(events["test_te"], test_users[0], len(test_users), items)

print(f"{train.shape[0]} train users, {len(test_users)} test users, {items} items;", *METRICS)
tell("EASE, lambda 200", lambda: ease(200, 0))
tell("EDLAE, lambda 200, dropout 0.5", lambda: ease(200, 0.5))
DIMENSION, EPOCHS, OBJECTIVE = 64, 16, (0.4, 0.005, 1)
DEVIATION = 0.1 / math.sqrt(DIMENSION)
tell("iALS, the first vectors of Java's seed 98765",
     lambda: ials(DEVIATION * java_gaussians(98765, items * DIMENSION).reshape(items, DIMENSION), EPOCHS, *OBJECTIVE))
for seed in (1, 2):
    tell(f"iALS, other first vectors, {seed}", lambda: ials(
        np.random.RandomState(seed).normal(0, DEVIATION, (items, DIMENSION)), EPOCHS, *OBJECTIVE))
