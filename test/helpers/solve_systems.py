"""Solves (I - A) X = Y with numpy or scipy: python3 solve_systems.py FOLDER.

FOLDER has system.json (form, size, columns, isTransposed, turns, residual, isDirect) and the numbers as bytes: a.f64 or values.f64, columns.u32 and
starts.u32, and y.f64. Writes x.f64, and prints as JSON: the processor time in seconds of the median turn (of the fastest method for
a sparse system), the method, the library that computes dense systems, and the largest residual.
"""

import json
import sys
import time

import numpy as np


def library():
    with open("/proc/self/maps") as maps:
        return "OpenBLAS" if "openblas" in maps.read() else "other"


def measure(turns, run):
    times = []
    for _ in range(turns):
        before = time.process_time()
        x = run()
        times.append(time.process_time() - before)
    return sorted(times)[len(times) // 2], x


def solve_sparse(m, y, turns, target):
    """By each of the iterations for one column at a time, and by the series of the matrix for all at once, to a residual of `target`."""
    import scipy.sparse as sparse
    import scipy.sparse.linalg as linalg

    a = (sparse.identity(m.shape[0], format="csr") - m).tocsr()

    def by_columns(solver):
        def solve(right, part):
            columns = range(right.shape[1])
            return np.stack([solver(m, right[:, c], rtol=part, atol=0)[0] for c in columns], axis=1)

        x = solve(y, 1e-15)
        for _ in range(5):
            residual = y - m @ x
            if np.abs(residual).max() <= target:
                return x
            x += solve(residual, 1e-3)
        return x

    def by_series():
        x = y.copy()
        best, since = np.inf, 0
        while since < 20:
            change = y - x + a @ x
            largest = np.abs(change).max()
            if largest <= target:
                return x
            best, since = (largest, 0) if largest < best else (best, since + 1)
            x += change
        return x

    methods = {
        "bicgstab": lambda: by_columns(linalg.bicgstab),
        "gmres": lambda: by_columns(linalg.gmres),
        "the series": by_series,
    }
    results = [(*measure(turns, run), name) for name, run in methods.items()]
    return min(results, key=lambda result: result[0])


def main(folder):
    with open(folder + "/system.json") as file:
        system = json.load(file)
    size, turns = system["size"], system["turns"]
    read = lambda name, kind: np.fromfile(f"{folder}/{name}", dtype=kind)
    y = read("y.f64", "<f8").reshape(size, system["columns"])
    if system["form"] == "dense":
        a = read("a.f64", "<f8").reshape(size, size)
        m = np.eye(size) - (a.T if system["isTransposed"] else a)
        seconds, x = measure(turns, lambda: np.linalg.solve(m, y))
        method = "solve"
    else:
        import scipy.sparse as sparse

        parts = (read("values.f64", "<f8"), read("columns.u32", "<u4"), read("starts.u32", "<u4"))
        a = sparse.csr_matrix(parts, shape=(size, size))
        a = a.T.tocsr() if system["isTransposed"] else a
        m = (sparse.identity(size, format="csr") - a).tocsr()
        if system["isDirect"]:
            from scipy.sparse.linalg import spsolve

            seconds, x = measure(turns, lambda: spsolve(m.tocsc(), y).reshape(y.shape))
            method = "spsolve"
        else:
            seconds, x, method = solve_sparse(m, y, turns, system["residual"])
    np.ascontiguousarray(x).tofile(folder + "/x.f64")
    residual = float(np.abs(y - m @ x).max())
    print(json.dumps({"seconds": seconds, "method": method, "library": library(), "residual": residual}))


main(sys.argv[1])
