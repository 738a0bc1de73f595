#!/usr/bin/env bash
# How time and memory grow with the size of the input: seconds of `plan-eval check` for a normal sheet and for hostile
# ones, from 1 MB on and twice as much each time, and the peak of memory at the biggest, in bytes for each byte of input.
# A factor near 2 is linear; more than 2.2 twice running is worth a look. Needs GNU time.
#
#   cargo build --release && bash benches/doubling.sh [BIGGEST_MB [NAME…]]
#
# A row ends where a step takes longer than a minute. Inputs are written to a folder for temporary files, one at a time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

biggest=${1:-64}
names=("${@:2}")
tool=${PLAN_EVAL:-${CARGO_TARGET_DIR:-target}/release/plan-eval}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sheet=$'事業名\t内容\t評価\t担当課\n朝市の運営\t月に一度開きます。\tA\t農政課\n花壇の手入れ\t四季の花を植えます。\tB\t公園課\n'

# So many bytes of a line, again and again.
again() { yes "$1" 2>/dev/null | head -n "$(($2 / ($(printf '%s' "$1" | wc -c) + 1) + 1))" || true; }
# The same on one line.
on_one_line() { again "$1" "$2" | tr -d '\n'; }
# The same with the number of each line at the end of both its parts.
numbered() { again "$1" "$2" | awk -v between="$3" '{ print $0 NR between NR }'; }

# Prints an input of so many bytes.
input() {
  case $1 in
  normal) cat "$folder/normal" ;;
  quotes) on_one_line '"' "$2" ;;
  quoted-cells) on_one_line $'"\t' "$2" ;;
  quotes-on-lines) again '"x' "$2" ;;
  columns) printf '%s' "$sheet" && on_one_line $'x\t' "$2" ;;
  codes-side-by-side) on_one_line $'評価\t' $(($2 / 2)) && echo && on_one_line $'A\t' $(($2 / 2)) ;;
  one-line) on_one_line '長い話が続く。' "$2" ;;
  wraps) printf '%s' "$sheet" && on_one_line 'か な' "$2" ;;
  wrapped-digits) printf '%s' "$sheet" && printf '池\t' && on_one_line '１ ' "$2" && printf '\tA\t公園課\n' ;;
  wrapped-title) printf '%s' "$sheet" && again $'かだんの 手入れを する\tくさを とり 水を まく\tA\t公園課' 2000 && on_one_line 'か ' "$2" && printf '\t続く\tA\t公園課\n' ;;
  words-on-one-line) printf '状況：' && numbered '語' $(($2 / 4)) '、語' | tr -d '\n' && printf '\n%s' "$sheet" ;;
  short-lines) again x "$2" ;;
  lines-between-rows) printf '%s' "$sheet" && again x "$2" && printf '池の掃除\t泥をさらう。\tB\t公園課\n' ;;
  wide-header) printf '事業名\t内容\t評価\t担当課\t' && numbered '評価' $(($2 / 4)) $'\t評価' | tr '\n' '\t' && echo && again $'x\ty\tA' $(($2 / 2)) ;;
  blank-lines) printf '%s' "$sheet" && again '' "$2" ;;
  headings) printf '%s' "$sheet" && again '第1章 同じ見出し' "$2" ;;
  legend) printf '%s' "$sheet" && numbered '記号' $(($2 / 3)) '：意味' ;;
  legend-on-one-line) printf '%s' "$sheet" && numbered 'A' $(($2 / 3)) '：意味' | tr '\n' ' ' ;;
  legends-on-one-line) printf '%s' "$sheet" && printf '評価　' && on_one_line 'あ：い・う　' "$2" ;;
  same-legend) again 'A：計画どおり' "$2" ;;
  departments) printf '%s' "$sheet" && on_one_line '総務課、' "$2" ;;
  dropped) printf '%s' "$sheet" && on_one_line $'\u200b' "$2" ;;
  kana-marks) printf '%s' "$sheet" && on_one_line $'\u3099' "$2" ;;
  garbled) printf '%s' "$sheet" && on_one_line '縺ゅ' "$2" ;;
  undecodable) printf '%s' "$sheet" && on_one_line $'か\xff' "$2" ;;
  brackets) printf '%s' "$sheet" && on_one_line '（' "$2" ;;
  digits) printf '%s' "$sheet" && on_one_line '9' "$2" ;;
  short-rows) printf '%s' "$sheet" && again $'x\ty' "$2" ;;
  same-rows) printf '%s' "$sheet" && again $'花壇の手入れ\t四季の花を植えます。\tB\t公園課' "$2" ;;
  many-departments) printf '%s' "$sheet" && again '' $(($2 / 40)) | awk '{ printf "事業%d\t開きます。\tA\t第%d市民課\n", NR, NR }' ;;
  many-headings) printf '%s' "$sheet" && again '' $(($2 / 60)) | awk '{ printf "第%d章 名前%d\n事業%d\t開きます。\tA\t課\n", NR, NR, NR }' ;;
  many-words) printf '%s' "$sheet" && again '' $(($2 / 40)) | awk '{ printf "事業%d\t開きます。\t語%d\t農政課\n", NR, NR }' ;;
  many-headers) again '' $(($2 / 80)) | awk '{ printf "事業名\t内容%d\t評価\t担当課\nx%d\ty\tA\t農政課\n\n", NR % 7, NR }' ;;
  slipped-headers) again '' $(($2 / 80)) | awk '{ printf "事業名\t内容\t評価\t%s\t課\n朝%d\t開く\tA\t良い\t農政課\n\n", NR % 3 ? "" : "\t", NR }' ;;
  blank-columns) printf '%s' "$sheet" && again $'\t朝市\t\t\t開きます。\tA\t\t農政課' "$2" ;;
  wide-rows) on_one_line $'評価\t' $(($2 / 8)) && echo && on_one_line $'A\t' $(($2 / 2)) ;;
  documents) again '' "$2" | head -c $(($2 / 90)) | awk '{ printf "第%d計画 評価表\n\n項目%d\t内容%d\t評価\nx%d\ty\tA\n\n", NR, NR, NR, NR }' ;;
  tiers) again $'番号\t事業名\t取組内容\t担当課\t評価\n\t指標\t目標値\t実績値\t\n番号\t評価\t担当課\t事業名\t課題\n\t目標値\t指標\t取組内容\t' "$2" ;;
  contents) again 目次 "$2" ;;
  transposed) again $'取組名\t花\t水\t道\n担当課\t公園課\t河川課\t道路課\n取組の内容\t植えた。\tさらった。\t直した。\n達成度\tA\tB\tC\n' "$2" ;;
  headed-forms) again $'No.\t事業名\t担当課\t評価\n1\t花\t公園課\tA\n利用者数\t3人\t回数\t2回\n課題\t人が足りない。\t\t\n' "$2" ;;
  listed-words) again '' $(($2 / 20)) | awk '{ printf "柱%d 名前%d\n", NR % 90 + 1, NR }' ;;
  shared) printf '取組\t内容\t評価\t担当課\n' && again $'花壇の手入れと苗\t春に苗を植え、町の人と水\tA\t\nの配布\tをやった。\t\t公園緑地\n並木\t枝を切り、道の脇に積んで\tB\t課\n\tおいた。\t\t\n水路の泥さらいと\t雨の前に泥をさらって、町\tB\t\n草刈り\tの人に土のうを配った。\t\t河川課\n堤防\t歩いた。\tC\t' "$2" ;;
  goals) for title in 課の目標 目標の達成度; do printf '【%s】\n' "$title" && again '' $(($2 / 60)) | awk '{ printf "%d 花%d\n植える\n", NR, NR }'; done ;;
  separators) printf '%s' "$sheet" && again $'花壇の手入れ,四季の花を植えます。,B,公園課\n朝市の運営\t月に一度開きます。\tA\t農政課\n並木\t枝を切る。,B\t公園課' "$2" ;;
  years) again '' $(($2 / 350)) | awk '{ printf "柱\t取組\t内容\t%d年度\t%d年度\t評価\t担当課\n緑\t花壇の手入れと苗\t春に苗を植え、町の人と水\t3人\t4人\tA\t公園課\n\tの配布\tをやり、夏には草を取り、\t\t\t\t\n\t\tた。\t\t\t\t\n水\t水路の泥さらい\t雨の前に泥をさらい、町の\t2回\t3回\tB\t河川課\n\t\t人に土のうを配った。\t\t\t\t\n", NR, NR + 1 }' ;;
  legends-of-pages) again '' $(($2 / 100)) | awk '{ printf "評価%d\nA：済んだ\nB：途中\n取組\t内容\t評価\t担当課\n花壇\t苗を植えた。\tA\t公園課\n", NR }' ;;
  inherited-lines) printf '番号\t取組\t目的\t実績\t評価\t判定\t理由\t担当課\n\t\t町の人が花を楽しみ、水\t春に苗を植え、町の人と\t\t\t町の人が増え、花の数も\t\n1\t花壇\tをやれるようにする。\t水をやり、草を取った。\tA\tB\t増えたとの声がある。\t公園課\n\t\t雨の前に泥をさらい、町\t川の上の泥をさらい、町\t\t\t\t\n2\t水路\tの人が水をかぶらない\tの人と土のうを積んで、\tC\tB\t人が足りない。\t河川課\n\t\tようにする。\t並べた。\t\t\t\t\n' && again $'\t\t\t\tA\tB\t\t\n\t\t川の泥をさらい、土のう\t雨の前に町の人とさらい\t\t\t町の人の声を聴いている。\t' "$2" ;;
  round-of-lines) again $'1\n2\t町の人が植えた苗の数のみであり、\tA\t水をやった人の数を調べて、\t公園課' "$2" ;;
  joined-columns) again '' $(($2 / 140)) | awk '{ printf "事業%d\t内容\t評価\t担当課\n花壇\t苗を植えた。\tA\t公園課\n事業%d 内容\t評価\t担当課\n並木 枝を切った。\tA\t公園課\n", NR, NR }' ;;
  open-texts) printf '%s' "$sheet" && again $'\t途中で切れた文が、\t\t' "$2" ;;
  *) echo "no input is called $1" >&2 && return 1 ;;
  esac
}

[ "${#names[@]}" -gt 0 ] || names=(normal quotes quoted-cells quotes-on-lines columns codes-side-by-side one-line wraps
  wrapped-digits wrapped-title words-on-one-line short-lines lines-between-rows wide-header blank-lines headings legend legend-on-one-line
  legends-on-one-line same-legend departments dropped kana-marks garbled undecodable brackets
  digits short-rows same-rows slipped-headers blank-columns wide-rows documents many-departments many-headings many-words many-headers tiers contents transposed headed-forms listed-words shared goals separators joined-columns open-texts
  years legends-of-pages inherited-lines round-of-lines)

printf '%-20s' MB
for ((size = 1; size <= biggest; size *= 2)); do printf '%8s' "$size"; done
echo '  factors, memory'
for name in "${names[@]}"; do
  printf '%-20s' "$name"
  factors='' before=''
  for ((size = 1; size <= biggest; size *= 2)); do
    [ "$name" != normal ] || cargo bench -q --profile dev --bench stages -- --write "$folder/normal" "$size"
    input "$name" $((size * 1000000)) >"$folder/input.tsv"
    command time -q -o "$folder/used" -f '%U %M' "$tool" check -q "$folder/input.tsv" >/dev/null 2>&1 || true
    read -r seconds peak <"$folder/used"
    printf '%8s' "$seconds"
    factors+=$(awk -v now="$seconds" -v before="$before" 'BEGIN { if (before > 0.02) printf " %.1f", now / before }')
    before=$seconds
    [ "${seconds%.*}" -lt 60 ] || break
  done
  # GNU time counts kibibytes.
  echo " $factors, $((peak * 1024 / $(wc -c <"$folder/input.tsv")))"
done
