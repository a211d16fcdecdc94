#!/usr/bin/env python3
"""Times numpy's inverse of a symmetric matrix of float32, as EASE written in numpy has it: the peer of InverseBenchmark."""
import sys
import time

import numpy as np

for items in [int(argument) for argument in sys.argv[1:]] or [4000, 8000]:
    matrix = np.random.default_rng(1).random((items, items), dtype=np.float32)
    matrix = np.tril(matrix, -1)
    matrix += matrix.T
    matrix[np.diag_indices(items)] = items
    times = []
    for _ in range(3):
        start = time.perf_counter()
        np.linalg.inv(matrix)
        times.append(time.perf_counter() - start)
    print(f"{items} items: {sorted(times)[1]:.2f} s")
