#!/usr/bin/env python3
"""What preprocess does, as joins in DuckDB's SQL. Prints its wall time. Needs duckdb and numpy (pip install duckdb numpy).

usage: duckdb_preprocess.py RATINGS.csv OUT_DIR [--heldout 10000] [--threads N]

The filter, the order of users and items and the sizes of all parts are those of pandas_preprocess.py. Which events of a user are held
out is drawn by SQL's own hash, not by numpy, whose draws SQL does not have.
"""
import os
import sys
import time

import duckdb
import numpy as np

start = time.time()
path, out = sys.argv[1], sys.argv[2]
held = int(sys.argv[sys.argv.index("--heldout") + 1]) if "--heldout" in sys.argv else 10000
os.makedirs(out, exist_ok=True)
db = duckdb.connect()
if "--threads" in sys.argv:
    db.execute("set threads = " + sys.argv[sys.argv.index("--threads") + 1])
db.execute("create table raw as select userId as u, movieId as i from read_csv(?) where rating > 3.5", [path])
db.execute("create table kept as select u, i, rowid as n from raw where u in (select u from raw group by u having count(*) >= 5)")
uid = np.sort(db.execute("select distinct u from kept").fetchnumpy()["u"])
np.random.seed(98765)
uid = uid[np.random.permutation(uid.size)]
row = np.arange(uid.size)
part = np.where(row < uid.size - 2 * held, 0, np.where(row < uid.size - held, 1, 2))
users = {"u": uid, "uid": row, "part": part}
db.execute("create table users as select * from users")
db.execute("""create table items as select i, row_number() over (order by min(n)) - 1 as sid
    from kept join users using (u) where part = 0 group by i""")
db.execute("""create table train as select uid, sid from kept join users using (u) join items using (i)
    where part = 0 order by n""")
db.execute("""create table rest as
    select part, uid, sid, u, n, count(*) over (partition by u) as events,
        row_number() over (partition by u order by hash(n), n) as drawn
    from kept join users using (u) join items using (i) where part > 0""")


def write(query, name):
    db.execute(f"copy ({query}) to '{os.path.join(out, name)}' (header)")


write("select uid, sid from train", "train.csv")
for k, name in ((1, "validation"), (2, "test")):
    held_out = "(events >= 5 and drawn <= 0.2 * events)"
    write(f"select uid, sid from rest where part = {k} and not {held_out} order by u, n", name + "_tr.csv")
    write(f"select uid, sid from rest where part = {k} and {held_out} order by u, n", name + "_te.csv")
print(f"duckdb_preprocess seconds {time.time() - start:.2f}")
