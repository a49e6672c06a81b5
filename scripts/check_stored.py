"""Reads every stored release in a folder with pandas, DuckDB and Polars, and compares what they read.

    python scripts/check_stored.py FOLDER

Needs pandas, pyarrow, duckdb and polars. Ends with status 1 where the three differ, or where a tidy
CSV in the folder cannot be read by `polars.read_csv` without options.
"""

import math
import pathlib
import sys

import duckdb
import pandas
import polars


def summary(rows, values):
    """The number of rows, and the sum of the values rounded to what addition in any order keeps."""
    total = sum(values)
    return rows, f"{total:.10g}" if math.isfinite(total) else "not finite"


def main(folder):
    failed = 0
    for file in sorted(pathlib.Path(folder).glob("*.parquet")):
        with_pandas = pandas.read_parquet(file)
        with_polars = polars.read_parquet(file)
        query = "SELECT count(*), coalesce(sum(value), 0) FROM read_parquet(?)"
        rows, total = duckdb.execute(query, [str(file)]).fetchall()[0]
        found = {
            "pandas": summary(len(with_pandas), with_pandas["value"].dropna()),
            "polars": summary(with_polars.height, with_polars["value"].drop_nulls()),
            "duckdb": summary(rows, [total]),
        }
        same = len(set(found.values())) == 1
        failed += not same
        print("ok  " if same else "FAIL", file.name, found["pandas"] if same else found)
    for file in sorted(pathlib.Path(folder).glob("*.csv")):
        try:
            rows = polars.read_csv(file).height
            print("ok  ", file.name, rows, "rows by polars.read_csv")
        except Exception as error:  # whatever it is, the reader could not read the file
            failed += 1
            print("FAIL", file.name, error)
    return failed


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(1 if main(sys.argv[1]) else 0)
