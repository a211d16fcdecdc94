#!/usr/bin/env python3
"""Writes the matrices that CsrFileTest reads, with scipy: make_csr_npz.py DIRECTORY (made with scipy 1.10.1, numpy 1.24.2).

Three users by five items: {0, 4}, {}, {1, 2, 3}.
"""
import os
import sys

import numpy as np
import scipy.sparse as sp

matrix = sp.csr_matrix(np.array([[1, 0, 0, 0, 1], [0, 0, 0, 0, 0], [0, 1, 1, 1, 0]], np.float32))
sp.save_npz(os.path.join(sys.argv[1], "scipy-compressed.npz"), matrix)
matrix.indptr = matrix.indptr.astype(np.int64)
sp.save_npz(os.path.join(sys.argv[1], "scipy-stored-int64.npz"), matrix, compressed=False)
matrix.indptr = matrix.indptr.astype(np.int32)
sp.save_npz(os.path.join(sys.argv[1], "scipy-float64.npz"), matrix.astype(np.float64))
sp.save_npz(os.path.join(sys.argv[1], "scipy-csc.npz"), matrix.tocsc())
