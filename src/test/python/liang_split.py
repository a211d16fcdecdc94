#!/usr/bin/env python3
"""Executable specification of the preprocessing and held-out split of Liang et al. (WWW 2018), in numpy.

usage: liang_split.py RATINGS OUT_DIR [--heldout N] [--threshold 3.5] [--min-user 5] [--min-item 0]
                      [--test-prop 0.2] [--seed 98765] [--sep ,|::|TAB] [--no-header]

RATINGS has the columns user, item, rating, (timestamp). Writes train.csv, validation_tr.csv, validation_te.csv,
test_tr.csv, test_te.csv (columns uid,sid: dense 0-based ids), unique_uid.txt and unique_sid.txt (raw ids, line k = id k),
and prints one line a file: its name, rows, and the SHA-256 of its (uid, sid) pairs in file order as little-endian int32.

The random numbers are those of numpy's legacy RandomState (MT19937): a port must reproduce `permutation` and
`choice(n, size, replace=False)` bit for bit. See numpy_random.json of the test resources for vectors.
"""
import argparse
import hashlib
import os

import numpy as np


def read(path, sep, header):
    users, items, ratings = [], [], []
    with open(path, encoding="utf-8") as f:
        if header:
            next(f)
        for line in f:
            u, i, r = line.rstrip("\n").split(sep)[:3]
            users.append(int(u)), items.append(int(i)), ratings.append(float(r))
    return np.array(users, np.int64), np.array(items, np.int64), np.array(ratings)


def keep_frequent(user, item, min_user, min_item):
    """Once, items first, then users; neither is repeated until stable."""
    if min_item > 0:
        ids, n = np.unique(item, return_counts=True)
        m = np.isin(item, ids[n >= min_item])
        user, item = user[m], item[m]
    if min_user > 0:
        ids, n = np.unique(user, return_counts=True)
        m = np.isin(user, ids[n >= min_user])
        user, item = user[m], item[m]
    return user, item


def fold_in_held_out(user, item, rng, prop):
    """Per user in ascending raw id: int(prop*n) events held out if n >= 5, else all fold-in. One random stream."""
    order = np.argsort(user, kind="stable")
    user, item = user[order], item[order]
    held = np.zeros(len(user), bool)
    starts = np.flatnonzero(np.r_[True, user[1:] != user[:-1]]) if len(user) else np.array([], int)
    for s, e in zip(starts, np.r_[starts[1:], len(user)]):
        n = e - s
        if n >= 5:
            held[s + rng.choice(n, size=int(prop * n), replace=False)] = True
    return (user[~held], item[~held]), (user[held], item[held])


def main():
    p = argparse.ArgumentParser()
    p.add_argument("ratings"), p.add_argument("out")
    p.add_argument("--heldout", type=int, default=10000), p.add_argument("--threshold", type=float, default=3.5)
    p.add_argument("--min-user", type=int, default=5), p.add_argument("--min-item", type=int, default=0)
    p.add_argument("--test-prop", type=float, default=0.2), p.add_argument("--seed", type=int, default=98765)
    p.add_argument("--sep", default=","), p.add_argument("--no-header", action="store_true")
    a = p.parse_args()
    user, item, rating = read(a.ratings, "\t" if a.sep == "TAB" else a.sep, not a.no_header)
    m = rating > a.threshold
    user, item = keep_frequent(user[m], item[m], a.min_user, a.min_item)
    uid_of = np.unique(user)[np.random.RandomState(a.seed).permutation(len(np.unique(user)))]
    n = len(uid_of)
    parts = {"train": uid_of[: n - 2 * a.heldout], "validation": uid_of[n - 2 * a.heldout: n - a.heldout], "test": uid_of[n - a.heldout:]}
    in_train = np.isin(user, parts["train"])
    ids, first = np.unique(item[in_train], return_index=True)
    sid_of = ids[np.argsort(first)]                      # order of first appearance in the file
    uids = {u: k for k, u in enumerate(uid_of)}
    sids = {i: k for k, i in enumerate(sid_of)}
    files = {"train": (user[in_train], item[in_train])}
    for name in ("validation", "test"):
        m = np.isin(user, parts[name]) & np.isin(item, sid_of)
        tr, te = fold_in_held_out(user[m], item[m], np.random.RandomState(a.seed), a.test_prop)   # reseeded for each part
        files[name + "_tr"], files[name + "_te"] = tr, te
    os.makedirs(a.out, exist_ok=True)
    np.savetxt(os.path.join(a.out, "unique_uid.txt"), uid_of, "%d")
    np.savetxt(os.path.join(a.out, "unique_sid.txt"), sid_of, "%d")
    print(f"events {len(user)} users {n} items_before_train {len(np.unique(item))} items {len(sid_of)}")
    for name, (u, i) in files.items():
        pairs = np.array([(uids[x], sids[y]) for x, y in zip(u, i)], "<i4").reshape(-1, 2)
        np.savetxt(os.path.join(a.out, name + ".csv"), pairs, "%d", ",", header="uid,sid", comments="")
        print(name, len(pairs), hashlib.sha256(pairs.tobytes()).hexdigest())


if __name__ == "__main__":
    main()
