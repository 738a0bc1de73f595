//! The command `explain`: the page of a rule, and the list of all.

use crate::{ends, fails, folder, run, stdout};
use plan_eval::diagnostic::Language;
use plan_eval::rules;

#[test]
fn a_rule_has_a_page_in_both_languages() {
    let folder = folder(&[]);
    ends(
        folder.path(),
        &["explain", "missing-rating"],
        0,
        [
            "\
## missing-rating

a rating cell is blank (error, since 0.1.0)

### What it reports

A cell of a rating column without a code. A dash says that nothing was rated, and is left alone.

### Why it matters

A measure without a rating drops out of every count. Ratings never carry on from the row above.

### Example

```text
水門の更新	古い水門を順に取り替えます。		河川課
```

### What to do

Write a code of the scale, or a dash where nothing is to be rated.
",
            "",
        ],
        [JAPANESE, ""],
    );
}

#[test]
fn without_a_rule_all_are_listed() {
    let folder = folder(&[]);
    for (language, flag) in [(Language::English, "en"), (Language::Japanese, "ja")] {
        let listed = stdout(&run(folder.path(), &["explain", "--lang", flag]));
        assert_eq!(listed.lines().count(), rules::all().len());
        for (line, rule) in listed.lines().zip(rules::all()) {
            assert!(line.starts_with(rule.name) && line.ends_with(rule.summary.get(language)), "{line}");
        }
    }
}

#[test]
fn an_unknown_rule_is_refused() {
    let folder = folder(&[]);
    fails(
        folder.path(),
        &["explain", "unknown-code"],
        "error: unknown-code: there is no such rule; `unknown-rating` is the nearest, and `plan-eval explain` lists all",
        "エラー: unknown-code: このような規則はありません。近いもの: unknown-rating。一覧は「plan-eval explain」で見られます",
    );
}

const JAPANESE: &str = "\
## missing-rating

評価欄が空欄である（エラー、0.1.0 から）

### 報告するもの

評価の列で、記号が一つもないセル。「－」は評価しないという記入として扱い、報告しない。

### なぜ大切か

評価のない取組は集計から漏れる。評価は結合セルとは見なさず、上の行から引き継がない。

### 例

```text
水門の更新	古い水門を順に取り替えます。		河川課
```

### どうすればよいか

評価区分の記号を記入する。評価しない取組なら「－」と書く。
";
