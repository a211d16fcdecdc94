"""Golden values of DetailedEvaluatorTest: metrics by popularity of the held-out items and by activity of the users,
coverage and popularity of what is recommended, by numpy alone.

    python3 src/test/python/evaluation_details.py > src/test/resources/multvae/evaluation/evaluation_details.json
"""
import json

import numpy as np

TRAIN_USERS, USERS, ITEMS, RECOMMENDED = 90, 40, 50, 5

random = np.random.RandomState(20100926)
train = random.rand(TRAIN_USERS, ITEMS) < random.permutation(np.exp(-np.arange(ITEMS) / 12.0))
owned = random.rand(USERS, ITEMS) < random.uniform(0.1, 0.6, USERS)[:, None]
held_out = owned & (random.rand(USERS, ITEMS) < 0.3)
held_out[[3, 17]] = False
fold_in = owned & ~held_out
scores = np.round(2 * random.standard_normal((USERS, ITEMS)), 1)  # some ties

users = train.sum(0)
order = np.lexsort((np.arange(ITEMS), -users))
before = np.cumsum(users[order]) - users[order]
bucket = np.empty(ITEMS, int)
bucket[order] = (before >= users.sum() / 3).astype(int) + (before >= 2 * users.sum() / 3)

evaluated = np.flatnonzero(held_out.any(1))
counts = fold_in.sum(1)
terciles = np.sort(counts[evaluated])[np.ceil(len(evaluated) * np.array([1, 2]) / 3).astype(int) - 1]
third = (counts > terciles[0]).astype(int) + (counts > terciles[1])

rankings = {}
for user in evaluated:
    unseen = np.flatnonzero(~fold_in[user])
    rankings[user] = unseen[np.lexsort((unseen, -scores[user, unseen]))]


def ndcg(user, relevant, k):
    discounts = 1 / np.log2(np.arange(2, k + 2))
    top = rankings[user][:k]
    return (relevant[top] * discounts[: len(top)]).sum() / discounts[: relevant.sum()].sum()


def recall_all(user, relevant, k):
    return relevant[rankings[user][:k]].sum() / relevant.sum()


def summary(who, relevant):
    who = [user for user in who if relevant[user].any()]
    figures = {"users": len(who)}
    for name, metric, k in (("NDCG@10", ndcg, 10), ("RecallAll@5", recall_all, 5)):
        values = np.array([metric(user, relevant[user], k) for user in who])
        figures[name] = [values.mean(), values.std() / np.sqrt(len(who))]
    return figures


recommended = np.concatenate([rankings[user][:RECOMMENDED] for user in evaluated])


def rows(matrix):
    return [np.flatnonzero(row).tolist() for row in matrix]


print(json.dumps({
    "items": ITEMS,
    "train": rows(train),
    "foldIn": rows(fold_in),
    "heldOut": rows(held_out),
    "scores": scores.tolist(),
    "all": summary(evaluated, held_out),
    "buckets": {name: {"items": int((bucket == b).sum()), **summary(evaluated, held_out & (bucket == b))}
                for b, name in enumerate(("head", "middle", "tail"))},
    "activity": {name: {"foldInItems": [int(counts[evaluated][third[evaluated] == t].min()),
                                        int(counts[evaluated][third[evaluated] == t].max())],
                        **summary(evaluated[third[evaluated] == t], held_out)}
                 for t, name in enumerate(("low", "medium", "high"))},
    "coverage": len(set(recommended)) / ITEMS,
    "meanPopularity": users[recommended].mean(),
    "shares": {name: (bucket[recommended] == b).mean() for b, name in enumerate(("head", "middle", "tail"))},
}))
