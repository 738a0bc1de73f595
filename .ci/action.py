"""Runs the steps of action.yml as a runner of GitHub does, as far as bash steps go.

    python .ci/action.py PROJECT SHEETS

SHEETS is a folder with `good` and `bad 年度`. Says what each case gave, and fails where that is not what it should be.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


def main(project: Path, sheets: Path) -> None:
    action = yaml.safe_load((project / "action.yml").read_text(encoding="utf-8"))
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash", "a step of another shell is not tried here"
        assert not EXPRESSION.search(step["run"]), "an input must reach a script as environment"
    with tempfile.TemporaryDirectory() as temporary:
        tried(action, project, sheets, Path(temporary))


def tried(action: dict, project: Path, sheets: Path, temporary: Path) -> None:
    install, check = action["runs"]["steps"]
    ended, _, said = run(install, {}, project, sheets, temporary)
    assert ended == 0, said

    def case(expected: int, given: dict[str, str], *told: str) -> dict[str, str]:
        inputs = {name: given.get(name, about["default"]) for name, about in action["inputs"].items()}
        ended, outputs, said = run(check, inputs, project, sheets, temporary)
        print(f"{given}: {ended}")
        assert ended == expected, said
        assert outputs["exit-code"] == str(expected), outputs
        assert all(line in said for line in told), said
        return outputs

    annotation = "::error file=bad 年度/sheet.tsv,line=5,"
    case(0, {"paths": "good"})
    outputs = case(1, {"paths": "good\nbad 年度", "formats": "junit=junit.xml\ngitlab=gl.json"}, annotation)
    results = json.loads((sheets / outputs["sarif"]).read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["unknown-rating"], results
    assert (sheets / "junit.xml").exists() and (sheets / "gl.json").exists()
    case(0, {"args": "--ignore=unknown-rating", "sarif": "an other.sarif"})
    assert (sheets / "an other.sarif").exists()
    (sheets / "else.toml").write_text('[rules]\nunknown-rating = "off"\n', encoding="utf-8")
    case(0, {"config": "else.toml"})
    case(2, {"paths": "missing"}, "::error file=missing")
    # A path that a shell would run stays a path.
    case(2, {"paths": "$(touch harm); touch harm `touch harm`"})
    case(2, {"paths": "--version"})
    assert not (sheets / "harm").exists()


def run(step: dict, inputs: dict[str, str], project: Path, sheets: Path, temporary: Path):
    """A step's exit code, outputs and messages."""
    outputs = temporary / "outputs"
    outputs.write_text("", encoding="utf-8")
    filled = {
        name: EXPRESSION.sub(lambda found: inputs[found[1].removeprefix("inputs.")], value)
        for name, value in step.get("env", {}).items()
    }
    runner = {"GITHUB_ACTION_PATH": project, "RUNNER_TEMP": temporary, "GITHUB_OUTPUT": outputs}
    environment = os.environ | filled | {name: str(path) for name, path in runner.items()}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    ran = subprocess.run(command, cwd=sheets, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    lines = outputs.read_text(encoding="utf-8").splitlines()
    return ran.returncode, dict(line.split("=", 1) for line in lines), (ran.stdout + ran.stderr).decode()


main(Path(sys.argv[1]), Path(sys.argv[2]))
