"""Golden values of RankingGoldenTest: rankings, metrics and their summary, by numpy alone.

    python3 src/test/python/ranking_metrics.py > src/test/resources/multvae/evaluation/ranking_metrics.json
"""
import json

import numpy as np

ITEMS = 40
USERS = 16
CUTOFFS = [1, 3, 10, 50]

random = np.random.RandomState(20180423)
users = []
for user in range(USERS):
    scores = random.standard_normal(ITEMS).astype(np.float32)
    if user % 2 == 0:  # many ties, on both sides of zero and at both zeros
        scores = (np.round(scores * 2) / 2).astype(np.float32)
    owned = random.permutation(ITEMS)[: random.randint(4, 36)]
    fold_in, held_out = np.split(owned, [len(owned) * 2 // 3])
    if user == 5:
        held_out = held_out[:0]
    if user == 7:
        fold_in = fold_in[:0]
    if user == 8:  # only three items are left to rank
        held_out = held_out[:2]
        fold_in = np.setdiff1d(np.arange(ITEMS), np.append(held_out, np.setdiff1d(np.arange(ITEMS), owned)[0]))

    unseen = np.setdiff1d(np.arange(ITEMS), fold_in)
    ranking = unseen[np.lexsort((unseen, -scores[unseen]))]
    hits = np.isin(ranking, held_out).astype(float)
    metrics = {}
    if len(held_out):
        for k in CUTOFFS:
            top = hits[:k]
            ideal = min(k, len(held_out))
            dcg = (top / np.log2(np.arange(2, 2 + len(top)))).sum()
            metrics[f"NDCG@{k}"] = dcg / (1 / np.log2(np.arange(2, 2 + ideal))).sum()
            metrics[f"Recall@{k}"] = top.sum() / ideal
            metrics[f"RecallAll@{k}"] = top.sum() / len(held_out)
            metrics[f"Precision@{k}"] = top.sum() / k
            ranks = np.flatnonzero(top) + 1
            metrics[f"MAP@{k}"] = (np.arange(1, 1 + len(ranks)) / ranks).sum() / ideal
            metrics[f"MRR@{k}"] = 1 / ranks[0] if len(ranks) else 0.0
            metrics[f"HitRate@{k}"] = float(len(ranks) > 0)
    users.append({
        "scores": [float(str(score)) for score in scores],
        "foldIn": sorted(fold_in.tolist()),
        "heldOut": sorted(held_out.tolist()),
        "ranking": ranking.tolist(),
        "metrics": metrics,
    })

evaluated = [user["metrics"] for user in users if user["metrics"]]
summary = {}
for name in evaluated[0]:
    values = np.array([metrics[name] for metrics in evaluated])
    summary[name] = {"mean": values.mean(), "standardError": values.std() / np.sqrt(len(values))}

print('{"items": %d,\n "summary": %s,\n "users": [\n  %s\n]}' % (
    ITEMS, json.dumps(summary), ",\n  ".join(json.dumps(user) for user in users)))
