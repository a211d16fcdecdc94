#!/usr/bin/env python3
"""What preprocess does, in pandas as the authors' notebook has it. Prints its wall time. Needs pandas.

usage: pandas_preprocess.py RATINGS.csv OUT_DIR [--heldout 10000]
"""
import os
import sys
import time

import numpy as np
import pandas as pd

start = time.time()
path, out = sys.argv[1], sys.argv[2]
held = int(sys.argv[sys.argv.index("--heldout") + 1]) if "--heldout" in sys.argv else 10000
os.makedirs(out, exist_ok=True)
raw = pd.read_csv(path)
raw = raw[raw["rating"] > 3.5]
n = raw.groupby("userId").size()
raw = raw[raw["userId"].isin(n.index[n >= 5])]
uid = np.sort(raw["userId"].unique())
np.random.seed(98765)
uid = uid[np.random.permutation(uid.size)]
tr_u, vd_u, te_u = uid[: uid.size - 2 * held], uid[uid.size - 2 * held: uid.size - held], uid[uid.size - held:]
train = raw[raw["userId"].isin(tr_u)]
sid = pd.unique(train["movieId"])
sids, uids = {x: k for k, x in enumerate(sid)}, {x: k for k, x in enumerate(uid)}


def number(t):
    return pd.DataFrame({"uid": t["userId"].map(uids), "sid": t["movieId"].map(sids)}, columns=["uid", "sid"])


def split(t):
    tr, te = [], []
    np.random.seed(98765)
    for _, g in t.groupby("userId"):
        c = len(g)
        if c >= 5:
            m = np.zeros(c, bool)
            m[np.random.choice(c, size=int(0.2 * c), replace=False)] = True
            tr.append(g[~m]), te.append(g[m])
        else:
            tr.append(g)
    return pd.concat(tr), pd.concat(te)


number(train).to_csv(os.path.join(out, "train.csv"), index=False)
for name, users in (("validation", vd_u), ("test", te_u)):
    t = raw[raw["userId"].isin(users)]
    tr, te = split(t[t["movieId"].isin(sid)])
    number(tr).to_csv(os.path.join(out, name + "_tr.csv"), index=False)
    number(te).to_csv(os.path.join(out, name + "_te.csv"), index=False)
print(f"pandas_preprocess seconds {time.time() - start:.2f}")
