#!/usr/bin/env python3
"""Converts a folder of sheets with Spark, each by `plan-eval`, into Parquet with a folder for each year.

    spark-submit convert.py SHEETS OUT --tool /usr/local/bin/plan-eval

SHEETS holds a folder per year (`SHEETS/2021/...`). The tool must be on every machine at the same place. Exit code 2,
and a line for each sheet that could not be read; the records of the others are written all the same.
"""

import argparse
import json
import subprocess
import sys

from pyspark import StorageLevel
from pyspark.sql import SparkSession
from pyspark.sql import functions as of

# The fields of a record, as in `plan-eval schema`. Spark could find them out by reading everything twice, but would make
# a column of each header word in `texts`, another set of them for each set of sheets.
RECORD = """
    file STRING, lines ARRAY<BIGINT>,
    path ARRAY<STRUCT<level: STRING, number: BIGINT, title: STRING, printed: STRING, line: BIGINT>>,
    item STRUCT<ordinal: STRING, title: STRING>,
    ratings ARRAY<STRUCT<column: STRING, printed: STRING, codes: ARRAY<STRING>, labels: ARRAY<STRING>, comment: STRING>>,
    `values` ARRAY<STRUCT<column: STRING, printed: STRING, number: DOUBLE, unit: STRING, qualifier: STRING,
        relation: STRING>>,
    departments ARRAY<STRUCT<name: STRING, note: STRING>>,
    texts MAP<STRING, STRING>, inherited ARRAY<STRING>,
    repairs ARRAY<STRUCT<field: STRING, kind: STRING, before: STRING>>
"""


def converted(tool, path, content):
    """The records of a sheet as lines of JSON, and why there are none if it could not be read."""
    # Spark has a worker for each core already. A configuration on the worker has nothing to do with the sheet.
    command = [tool, "parse", "-", "--format", "jsonl", "--quiet", "--jobs", "1", "--isolated"]
    run = subprocess.run(command, input=content, capture_output=True, check=False)
    if run.returncode not in (0, 1):  # 1: something is to be corrected; what could be read is there.
        return [], f"{path}: {run.stderr.decode().strip()}"
    records = [json.loads(line) for line in run.stdout.decode().split("\n") if line]
    # The tool saw no name.
    return [json.dumps(record | {"file": path}, ensure_ascii=False) for record in records], None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sheets")
    parser.add_argument("out")
    parser.add_argument("--tool", default="plan-eval")
    arguments = parser.parse_args()
    tool = arguments.tool

    spark = SparkSession.builder.appName("plan-eval").getOrCreate()
    sheets = spark.read.format("binaryFile").option("recursiveFileLookup", True)
    sheets = sheets.option("pathGlobFilter", "*.{tsv,txt,csv,tab}").load(arguments.sheets).select("path", "content")
    # Kept, because it is used twice, and each use would run the tool anew.
    done = sheets.rdd.map(lambda sheet: converted(tool, sheet.path, sheet.content)).persist(StorageLevel.DISK_ONLY)

    lines = done.flatMap(lambda sheet: sheet[0])
    records = spark.read.schema(RECORD).json(lines, mode="FAILFAST")
    year = of.regexp_extract("file", r"/((?:19|20)\d\d)[^/]*/[^/]*$", 1)
    records.withColumn("year", of.nullif(year, of.lit("")).cast("int")).write.partitionBy("year").parquet(arguments.out)

    failures = done.map(lambda sheet: sheet[1]).filter(bool).collect()
    spark.stop()
    for failure in failures:
        print(failure, file=sys.stderr)
    return 2 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
