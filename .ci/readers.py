#!/usr/bin/env python3
"""Reads what the tool wrote with the programs that people read it with, and holds their counts against one another.

    readers.py generate SHEETS          writes made-up sheets, and into SHEETS.json what stands in them
    readers.py tables WORK              CSV and JSONL, one file for all sheets and one for each
    readers.py readme WORK README       the blocks of the README, on the same files
    readers.py packages WORK            every datapackage.json
    readers.py excel WORK [OPENED ...]  what `--excel` wrote, and what came of it where a spreadsheet opened it
    readers.py spark WORK README        the records that came by way of Spark, also as the README reads them

WORK is a folder as `.ci/readers` makes it. Needs the packages of readers.txt. Exit code 1 and what is wrong, if
anything is.
"""

import csv
import json
import os
import random
import re
import shutil
import sys
from collections import Counter, namedtuple
from pathlib import Path

# What a reader told: records by file, what rating columns hold and how often, the sum of each column of numbers.
Told = namedtuple("Told", "records ratings sums")

SHEETS = 50
YEARS = range(2019, 2025)
ENCODINGS = ["utf-8", "utf-8-sig", "cp932", "utf-16", "euc_jp", "iso2022_jp"]
CODES = {
    "進捗区分": {"A": "計画どおり", "B": "やや遅れ", "C": "遅れ"},
    "取組評価": {"あ": "十分", "い": "ある程度", "う": "不十分"},
}
PLACES = ["花瀬川", "中央公園", "市民会館", "朝市", "図書館の分館", "桜台の学童保育"]
WORKS = ["見回り", "案内板の取替え", "予約の受付", "清掃", "聞き取り", "点検"]
OFFICES = ["総務課", "市民課", "福祉課", "土木課", "農政課"]
# What readers of tables take for something else: what a spreadsheet may run; numbers, dates, blanks, ends of cells.
FORMULAS = ["=SUM(A1:A3)", "@花瀬", "+81-3-0000", "-1-2", "＝計"]
REMARKS = FORMULAS + [
    "続ける。", "0012", "1-2", "2024/4/1", "1e5", "NA", "null", "TRUE",
    "会場は「会館」,二階", '看板に "花" と書く。', "上の行\n下の行", "'引用", "髙﨑㈱①",
]
# What no file of Excel can hold.
ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f]")
LOOKS_LIKE_A_NUMBER = re.compile(r"\(?[-+]?[0-9０-９][-+0-9０-９.,/:eE%]*\)?|TRUE|FALSE")


class Wrong(Exception):
    """What is wrong with what a reader told."""


def must(condition, complaint):
    if not condition:
        raise Wrong(complaint)


def same(told, wanted, who, but=()):
    """Equal but for some columns, or the first few differences."""
    for field in Told._fields:
        one, other = getattr(told, field), getattr(wanted, field)
        differing = [key for key in {**one, **other} if one.get(key) != other.get(key) and key not in but][:5]
        said = "; ".join(f"{key}: {one.get(key)}, not {other.get(key)}" for key in differing)
        must(not differing, f"{who}: {field}: {said}")


# Sheets -------------------------------------------------------------------------------------------------------------


def generate(folder):
    """Sheets of six years in six encodings, tabs and commas, each as an office might write it."""
    truth = {"records": {}, "ratings": {name: Counter() for name in CODES}, "remarks": Counter(), "goals": 0}
    for number in range(SHEETS):
        draw = random.Random(number)
        encoding = ENCODINGS[number % len(ENCODINGS)]
        comma = number % 5 == 4
        judged = list(CODES)[: 1 + number % 2]
        columns = ["取組", "事業番号", "内容"] + judged + ["目標値"] * (number % 3 == 0) + ["担当課", "備考"]
        rows = [["花瀬市 評価シート"]]
        rows += [[f"【{name}】"] + [f"{code}：{said}" for code, said in CODES[name].items()] for name in judged]
        count = 0
        for section in range(1, 2 + draw.randrange(3)):
            rows += [[f"第{section}章 {draw.choice(PLACES)}のあるまち"], columns]
            for _ in range(5 + draw.randrange(8)):
                count += 1
                goal = 10 * draw.randrange(1, 200)
                cells = {
                    "取組": f"{draw.choice(PLACES)}の{draw.choice(WORKS)}その{count}",
                    "事業番号": f"{number:02}{count:03}",
                    "内容": f"{draw.choice(PLACES)}で{draw.choice(WORKS)}を年に{draw.randrange(2, 30)}回行います。",
                    "目標値": f"{goal:,}人", "担当課": draw.choice(OFFICES), "備考": draw.choice(REMARKS),
                    **{name: draw.choice(list(codes)) for name, codes in CODES.items()},
                }
                # 髙, ㈱ and ① are in no standard of EUC-JP and ISO-2022-JP.
                if encoding in ("euc_jp", "iso2022_jp") and cells["備考"] == "髙﨑㈱①":
                    cells["備考"] = "続ける。"
                rows.append([cells[name] for name in columns])
                truth["remarks"][cells["備考"]] += 1
                truth["goals"] += goal if "目標値" in columns else 0
                for name in judged:
                    truth["ratings"][name][cells[name]] += 1
        # A space, and marks that paths in addresses use, because a path must come back as it was.
        path = folder / str(YEARS[number * len(YEARS) // SHEETS]) / f"花瀬市 {number:02}%41.{'csv' if comma else 'tsv'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter="," if comma else "\t", lineterminator="\r\n").writerows(rows)
        truth["records"][path.relative_to(folder.parent).as_posix()] = count
    Path(f"{folder}.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    print(f"{SHEETS} sheets, {sum(truth['records'].values())} records")


# Readers of tables: each counts with its own means, because rows handed over would only tell that they can be. --------


def rated(columns):
    return [name for name in columns if f"{name}:label" in columns]


def numbers(columns):
    return [name for name in columns if name.endswith(":number")] + ["line"]


def ambiguous(files):
    """What is a rating in one file and a text in another; one file for all has two columns for it."""
    headers = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            headers.append(next(csv.reader(lines)))
    ratings = {name for header in headers for name in rated(header)}
    return {name for header in headers for name in ratings & set(header) - set(rated(header))}


def rounded(sums):
    return {name: round(float(number), 6) for name, number in sums.items() if number}


def pandas_csv(files):
    import pandas

    # Without these two, `NA` is nothing and `0012` is twelve.
    parts = [pandas.read_csv(file, dtype=str, keep_default_na=False) for file in files]
    table = pandas.concat(parts).fillna("")
    ratings = {name: table[name][table[name] != ""].value_counts().to_dict() for name in rated(table.columns)}
    sums = {name: pandas.to_numeric(table[name]).sum() for name in numbers(table.columns)}
    return Told(table["file"].value_counts().to_dict(), ratings, rounded(sums))


def pandas_jsonl(files):
    import pandas

    records = pandas.concat([pandas.read_json(file, lines=True, dtype=False) for file in files if file.stat().st_size])
    rows = records.to_dict("records")
    ratings = pandas.json_normalize(rows, "ratings").explode("codes").groupby("column")["codes"]
    values = pandas.json_normalize(rows, "values").groupby("column")["number"]
    sums = {f"{name}:number": number for name, number in values.sum().items()} | {"line": records["lines"].str[0].sum()}
    codes = {name: of.value_counts().to_dict() for name, of in ratings}
    return Told(records["file"].value_counts().to_dict(), codes, rounded(sums))


def polars_csv(files):
    import polars

    table = polars.concat([polars.read_csv(file, infer_schema=False) for file in files], how="diagonal")
    counted = lambda name: dict(table[name].drop_nulls().value_counts().iter_rows())
    sums = {name: table[name].cast(polars.Float64).sum() for name in numbers(table.columns)}
    return Told(counted("file"), {name: counted(name) for name in rated(table.columns)}, rounded(sums))


def polars_jsonl(files):
    import polars

    parts = [polars.read_ndjson(file, infer_schema_length=None) for file in files if file.stat().st_size]
    # What the lines of a file have none of, has no type in that file; `texts` has the header words of that file.
    columns = ["file", "lines", "ratings", "values"]
    records = polars.concat([part.select(columns) for part in parts], how="diagonal_relaxed")
    ratings = records.select(polars.col("ratings").explode()).drop_nulls().unnest("ratings")
    ratings = ratings.explode("codes").drop_nulls("codes")
    codes = {}
    for name, code, count in ratings.group_by("column", "codes").len().iter_rows():
        codes.setdefault(name, {})[code] = count
    values = records.select(polars.col("values").explode()).drop_nulls().unnest("values")
    values = values.group_by("column").agg(polars.col("number").sum())
    sums = {f"{name}:number": number for name, number in values.iter_rows()} | {"line": records["lines"].list.first().sum()}
    return Told(dict(records["file"].value_counts().iter_rows()), codes, rounded(sums))


def duckdb_csv(files):
    import duckdb

    # All columns are text, so that nothing but `header` tells the first row from the others.
    rows = duckdb.read_csv([str(file) for file in files], all_varchar=True, header=True, union_by_name=True)
    # A relation reads all files again for each question, a table does not.
    duckdb.sql("CREATE OR REPLACE TEMP TABLE held AS FROM rows")
    table = duckdb.table("held")
    counted = lambda name: dict(table.filter(f'"{name}" IS NOT NULL').aggregate(f'"{name}", count(*)').fetchall())
    sums = {name: table.aggregate(f'sum("{name}"::DOUBLE)').fetchall()[0][0] for name in numbers(table.columns)}
    return Told(counted("file"), {name: counted(name) for name in rated(table.columns)}, rounded(sums))


def duckdb_jsonl(files):
    import duckdb

    records = duckdb.read_json([str(file) for file in files if file.stat().st_size], union_by_name=True)
    duckdb.sql("CREATE OR REPLACE TEMP TABLE held AS FROM records")
    ask = lambda query: duckdb.sql(query).fetchall()
    codes = {}
    ratings = "SELECT r, unnest(r.codes) AS c FROM (SELECT unnest(ratings) AS r FROM held)"
    for name, code, count in ask(f"SELECT r.column, c, count(*) FROM ({ratings}) GROUP BY ALL"):
        codes.setdefault(name, {})[code] = count
    values = "SELECT unnest(values) AS v FROM held"
    sums = dict(ask(f"SELECT v.column || ':number', sum(v.number) FROM ({values}) GROUP BY ALL"))
    sums["line"] = ask("SELECT sum(lines[1]) FROM held")[0][0]
    return Told(dict(ask("SELECT file, count(*) FROM held GROUP BY ALL")), codes, rounded(sums))


def tables(work):
    import duckdb
    import pandas
    import polars

    truth = json.loads((work / "generated.json").read_text(encoding="utf-8"))
    told = {}
    forms = {"csv": [pandas_csv, polars_csv, duckdb_csv], "jsonl": [pandas_jsonl, polars_jsonl, duckdb_jsonl]}
    for form, readers in forms.items():
        manifest = json.loads((work / f"apart-{form}" / "manifest.json").read_text(encoding="utf-8"))["inputs"]
        wanted = {entry["file"]: entry["records"] for entry in manifest if entry["records"]}
        outputs = [work / f"apart-{form}" / entry["output"] for entry in manifest]
        unclear = ambiguous(outputs) if form == "csv" else ()
        for reader in readers:
            for files in [[work / f"all.{form}"], outputs]:
                who = f"{reader.__name__}, {'one file' if len(files) == 1 else f'{len(files)} files'}"
                one = reader(files)
                must(one.records == wanted, f"{who}: the records by file are not those of the manifest")
                same(one, told.setdefault(form, one), who, unclear)
                must(truth["records"].items() <= one.records.items(), f"{who}: the generated sheets have other records")
                codes = sum(sum(count.values()) for count in one.ratings.values())
                what = "codes" if form == "jsonl" else "rating cells"
                counts = f"{sum(one.records.values())} records of {len(one.records)} sheets"
                print(f"{who}: {counts}, {codes} {what} in {len(one.ratings)} columns, {len(one.sums)} sums")
    must(told["csv"].sums == told["jsonl"].sums, "the sums of CSV and JSONL differ")
    # What the fixtures hold is known to no one but the tool; what was generated is known.
    only = "WHERE starts_with(file, 'generated/')"
    duckdb.sql(f"CREATE OR REPLACE TEMP TABLE alone AS FROM read_json('{work}/all.jsonl') {only}")
    ask = lambda query: dict(duckdb.sql(query).fetchall())
    for name, codes in truth["ratings"].items():
        ratings = "SELECT unnest(ratings) AS r FROM alone"
        found = ask(f"SELECT r.codes[1], count(*) FROM ({ratings}) WHERE r.column = '{name}' GROUP BY ALL")
        must(found == codes, f"`{name}` of the generated sheets holds {found}, not {codes}")
    ((goals,),) = duckdb.sql("SELECT sum(v.number) FROM (SELECT unnest(values) AS v FROM alone)").fetchall()
    must(goals == truth["goals"], f"the goals of the generated sheets are {goals}, not {truth['goals']}")
    rows = f"read_csv('{work}/all.csv', all_varchar = true, header = true)"
    found = ask(f"SELECT 備考, count(*) FROM {rows} {only} GROUP BY ALL")
    must(found == truth["remarks"], f"the remarks of the generated sheets are {found}, not {truth['remarks']}")
    versions = f"pandas {pandas.__version__}, polars {polars.__version__}, DuckDB {duckdb.__version__}"
    print(f"equal: {versions}, the manifests and what was generated")



def blocks(text):
    """The blocks of a README that readers run, with their languages."""
    return re.findall(r"^```(python|sql)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def readme(work, text):
    """The blocks of the README that read `records.csv` and `records.jsonl`, which are those of all sheets here."""
    import duckdb

    records = (work / "all.jsonl").read_text(encoding="utf-8").splitlines()
    ratings = [rating for record in records for rating in json.loads(record)["ratings"]]
    codes = Counter(code for rating in ratings for code in rating["codes"])
    os.chdir(work)
    for name in ("csv", "jsonl"):
        shutil.copy(f"all.{name}", f"records.{name}")
    run = []
    for language, block in blocks(text):
        if "'records." not in block.replace('"', "'"):
            continue
        run.append(block.splitlines()[0])
        if language == "python":
            made = {}
            exec(compile(block, run[-1], "exec"), made)
            lengths = {len(made["table"]), len(made["records"]), len(records)}
            must(len(lengths) == 1, f"{run[-1]}: different lengths {lengths}")
            counted = Counter(code for code in made["ratings"]["codes"] if isinstance(code, str))
            must(counted == codes, f"{run[-1]}: {counted}, not {codes}")
        else:
            for query in filter(str.strip, block.split(";")):
                rows = duckdb.sql(query).fetchall()
                wanted = len(ratings if "ratings" in query else records)
                counted = sum(row[-1] for row in rows) if "count(" in query else len(rows)
                must(counted == wanted, f"{query}: {counted}, not {wanted}")
    must(len(run) >= 3, f"only {run} were found in the README")
    print("the README: " + ", ".join(run))


def packages(work):
    import frictionless

    for path in sorted(work.glob("**/datapackage.json")):
        manifest = path.parent / "manifest.json"
        listed = manifest if manifest.exists() else work / "apart-csv" / "manifest.json"
        wanted = sum(entry["records"] for entry in json.loads(listed.read_text(encoding="utf-8"))["inputs"])
        report = frictionless.validate(str(path))
        errors = report.flatten(["name", "type", "message"])
        must(report.valid, f"{path}: {errors[:5]}")
        rows = sum(task.stats.get("rows", 0) for task in report.tasks)
        must(rows == wanted, f"{path}: {rows} rows, not {wanted}")
        name = path.relative_to(work)
        print(f"frictionless {frictionless.__version__}: {name}: valid, {len(report.tasks)} tables, {rows} rows")


def cells(path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def guarded(plain, shown):
    return shown != plain and shown == f"'{plain}"


def excel(work, opened):
    import openpyxl
    import pandas

    truth = json.loads((work / "generated.json").read_text(encoding="utf-8"))
    content = (work / "excel.csv").read_bytes()
    must(content.startswith(b"\xef\xbb\xbf"), "there is no byte order mark")
    plain, shown = cells(work / "all.csv"), cells(work / "excel.csv")
    must(content.count(b"\r\n") == len(shown), "a row does not end with CRLF, or a CRLF stands in a cell")
    must([len(row) for row in plain] == [len(row) for row in shown], "the dialects have different rows")
    pairs = [(one, other) for row, others in zip(plain, shown) for one, other in zip(row, others)]
    changed = [other for one, other in pairs if one != other]
    must(all(one == other or guarded(one, other) for one, other in pairs), "a cell is neither as it was nor guarded")
    remarks = plain[0].index("備考")
    rows = [(row[remarks], other[remarks]) for row, other in zip(plain, shown) if row[0].startswith("generated/")]
    found = sum(guarded(*pair) for pair in rows)
    wanted = sum(truth["remarks"].get(text, 0) for text in FORMULAS)
    must(found == wanted, f"{found} remarks of the generated sheets are guarded, not {wanted}")

    # What openpyxl takes for a formula a spreadsheet runs; a number may begin with its sign.
    book = openpyxl.Workbook()
    for row in shown:
        book.active.append([ILLEGAL.sub("", text) for text in row])
    formulas = [cell.value for row in book.active for cell in row if cell.data_type == "f"]
    must(not formulas, f"openpyxl runs {formulas[:5]}")
    table = pandas.read_csv(work / "excel.csv", dtype=str, keep_default_na=False)
    must([list(table.columns)] + table.values.tolist() == shown, "pandas reads other cells")
    print(f"pandas and openpyxl {openpyxl.__version__}: {len(shown)} rows, {len(changed)} cells guarded, no formula")

    for path in opened:
        if path.suffix == ".xlsx":
            sheet = openpyxl.load_workbook(path).active
            formulas = [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"]
            must(not formulas, f"{path}: formulas in {formulas[:5]}")
            must(sheet.max_row == len(shown), f"{path}: {sheet.max_row} rows, not {len(shown)}")
            print(f"{path.parent.name}: {sheet.max_row} rows, no formula")
            continue
        again = cells(path)
        must(len(again) == len(shown), f"{path}: {len(again)} rows, not {len(shown)}")
        differing = Counter()
        for before, after in zip(shown, again):
            after += [""] * (len(before) - len(after))
            differing.update((one, other) for one, other in zip(before, after) if one != other)
        # Opened as it is, a spreadsheet takes for a number or a date what looks like one. Nothing else may change.
        texts = [pair for pair in differing if not LOOKS_LIKE_A_NUMBER.fullmatch(pair[0])]
        must(not texts, f"{path}: {texts[:5]}")
        must(path.parent.name != "as-text" or not differing, f"{path}: {differing.most_common(5)}")
        shown_as = ", ".join(f"`{one}` is `{other}`" for one, other in list(differing)[:6])
        print(f"{path.parent.name}: {len(again)} rows, {sum(differing.values())} cells are others", shown_as)


def spark(work, text):
    import duckdb

    os.chdir(work)
    rows = duckdb.sql("SELECT * FROM read_parquet('records/*/*.parquet', hive_partitioning = true)")
    names = rows.columns
    found = [dict(zip(names, row)) for row in rows.fetchall()]
    for record in found:
        path = re.sub("^.*(?=generated/)", "", record["file"])
        must(record.pop("year") == int(path.split("/")[1]), f"{record['file']} is in the folder of another year")
        record["file"] = path
    lines = (work / "all.jsonl").read_text(encoding="utf-8").split("\n")
    wanted = [json.loads(line) for line in lines if line.startswith('{"file":"generated/')]
    in_order = lambda records: sorted(records, key=lambda record: (record["file"], record["lines"]))
    for one, other in zip(in_order(found), in_order(wanted)):
        must(one == other, f"{one} is not {other}")
    must(len(found) == len(wanted), f"{len(found)} records, not {len(wanted)}")
    years = Counter(record["file"].split("/")[1] for record in found)
    (query,) = [block for _, block in blocks(text) if "read_parquet(" in block]
    counted = {str(year): count for year, count in duckdb.sql(query).fetchall()}
    must(counted == years, f"the query of the README counts {counted}, not {years}")
    print(f"Spark: {len(found)} records in {len(years)} years, the same as those of one machine, field by field")


def main():
    command, work, *others = sys.argv[1], Path(sys.argv[2]), *(Path(path) for path in sys.argv[3:])
    read = {
        "generate": generate, "tables": tables, "packages": packages,
        "readme": lambda work: readme(work, others[0].read_text(encoding="utf-8")),
        "excel": lambda work: excel(work, others),
        "spark": lambda work: spark(work, others[0].read_text(encoding="utf-8")),
    }
    try:
        read[command](work)
    except Wrong as wrong:
        print(f"{command}: {wrong}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
