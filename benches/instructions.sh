#!/usr/bin/env bash
# Instructions that `plan-eval` takes for a sheet, as callgrind counts them: they repeat within a percent, so that a
# change can be judged on a noisy machine.
#
#   cargo build --release && bash benches/instructions.sh [SHEET…]
#
# Without a sheet some fixtures are read. Needs valgrind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v valgrind >/dev/null 2>&1 || { echo 'valgrind is missing; install it' >&2; exit 1; }

tool=${PLAN_EVAL:-${CARGO_TARGET_DIR:-target}/release/plan-eval}
sheets=("$@")
[ $# -gt 0 ] || sheets=(fixtures/sheets/plain/sheet.tsv fixtures/defects/clean.tsv fixtures/encodings/cp932-exporter/sheet.*)

# Exit code 1 says that a sheet has findings, not that something went wrong.
count() {
  { valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null || [ $? -eq 1 ]; } |
    awk '/Collected/ { print $NF }'
}

printf '%12s %12s  %s\n' parse check sheet
for sheet in "${sheets[@]}"; do
  printf '%12s %12s  %s\n' "$(count "$tool" parse --format jsonl "$sheet")" "$(count "$tool" check "$sheet")" "$sheet"
done
