#!/usr/bin/env python3
"""Prints a matrix as scipy reads it: print_csr_npz.py FILE."""
import sys

import scipy.sparse as sp

m = sp.load_npz(sys.argv[1])
print(m.format, m.shape, m.indices.dtype, m.indptr.dtype, m.data.dtype, m.has_sorted_indices)
print(m.toarray().astype(int).tolist())
