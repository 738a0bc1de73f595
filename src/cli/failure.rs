//! Why a command, or one of its inputs, could not go on.
//!
//! In: what happened, as data. Out: one clear sentence in either language: which file, what is the matter, what to do.
//! Oddities inside a sheet are findings and not failures.

use std::io;
use std::path::Path;

use plan_eval::diagnostic::{Language, Text, text};
use plan_eval::interpret::layout::Mistake;
use plan_eval::report::{Format, visible};
use plan_eval::rules;
use plan_eval::source::Encoding;

/// Something that stops an input or a run.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A defect of the tool, which a sheet shows, and what it says of itself.
    Defect(String, String),
    /// `--excel` without `--format csv`.
    ExcelWithoutCsv,
    /// `--encoding klingon`
    UnknownEncoding(String),
    /// `--jobs 0`
    NoJobs(String),
    /// `-` given twice.
    StdinTwice,
    /// A layout file that makes no sense.
    Layout(String, Mistake),
    /// A configuration that makes no sense.
    Config(String, Mistake),
    /// A baseline that is none.
    NoBaseline(String),
    /// `--select missing-codes`, `explain missing-codes`
    UnknownRule(String),
    /// `--also html=a.html`, `--also json`
    UnknownReport(String),
    /// `PLAN_EVAL_OUTPUT_FORMAT=html`
    UnknownFormat(String),
    /// A file or folder that cannot be read.
    Unreadable(String, io::Error),
    /// A folder without a sheet in it, and the patterns that were looked for.
    NoSheets(String, String),
    /// A list of inputs without an input on it.
    EmptyList(String),
    /// An input that is a device or a socket.
    Device(String),
    /// A flag, a pattern that is none, and why.
    Pattern(&'static str, String, String),
    /// A file that is no text, or damaged beyond reading; the text says which and what to do.
    Refused(String, Text),
    /// `--datapackage` without a CSV file to describe.
    PackageWithoutCsv,
    /// Two inputs, and the output that both would have.
    SameOutput { first: String, second: String, output: String },
    /// An output whose folder is a link that leads out of the folder of outputs.
    LeadsOut(String),
    /// A folder of outputs that is a file.
    OutputIsFile(String),
    /// An output that is a folder.
    OutputIsFolder(String),
    /// An output that is also read.
    OutputIsInput(String),
    /// An output that is given twice; standard output has no name.
    OutputTwice(Option<String>),
    /// An output that cannot be written; standard output has no name.
    Unwritable(Option<String>, io::Error),
}

impl Failure {
    /// The whole line for a person, without its line end. Nothing in it acts on a terminal.
    pub(crate) fn line(&self, language: Language) -> String {
        let text = self.text();
        let start = match language {
            Language::Japanese => "エラー",
            Language::English => "error",
        };
        visible(&format!("{start}: {}: {}", self.place(language), text.get(language))).into_owned()
    }

    /// The line without the word that opens it, for lists of failures.
    pub(crate) fn reason(&self, language: Language) -> String {
        visible(&format!("{}: {}", self.place(language), self.text().get(language))).into_owned()
    }

    /// The input that it is about, and what happened to it.
    pub(super) fn of_input(&self) -> (String, Text) {
        (self.place(Language::English).to_owned(), self.text())
    }

    /// The file or the flag that it is about.
    pub(crate) fn place(&self, language: Language) -> &str {
        match self {
            Self::ExcelWithoutCsv => "--excel",
            Self::UnknownEncoding(_) => "--encoding",
            Self::NoJobs(_) => "--jobs",
            Self::StdinTwice => "-",
            Self::UnknownRule(name) => name,
            Self::UnknownReport(_) => "--also",
            Self::UnknownFormat(_) => "PLAN_EVAL_OUTPUT_FORMAT",
            Self::Config(name, _) | Self::NoBaseline(name) => name,
            Self::PackageWithoutCsv => "--datapackage",
            Self::SameOutput { second, .. } => second,
            Self::LeadsOut(name) | Self::OutputIsFile(name) => name,
            Self::Pattern(flag, ..) => flag,
            Self::Layout(name, _) | Self::Unreadable(name, _) | Self::NoSheets(name, _) | Self::Refused(name, _) => {
                name
            }
            Self::EmptyList(name) | Self::Device(name) | Self::Defect(name, _) => name,
            Self::OutputIsFolder(name) | Self::OutputIsInput(name) | Self::Unwritable(Some(name), _) => name,
            Self::OutputTwice(Some(name)) => name,
            Self::OutputTwice(None) | Self::Unwritable(None, _) => match language {
                Language::Japanese => "標準出力",
                Language::English => "standard output",
            },
        }
    }

    fn text(&self) -> Text {
        match self {
            Self::Defect(_, said) => text(
                format!("plan-eval の不具合で読めません。このシートと次の文を開発者に知らせてください: {said}"),
                format!("a defect of plan-eval keeps it from being read; please report it with this sheet: {said}"),
            ),
            Self::ExcelWithoutCsv => text(
                "この指定は CSV だけに使えます。「--format csv」も付けてください",
                "this is for CSV only; add `--format csv`",
            ),
            Self::UnknownEncoding(name) => unknown_encoding(name),
            Self::NoJobs(given) => text(
                format!("「{given}」という数では進められません。1 以上の整数を指定してください"),
                format!("`{given}` is no number of sheets to work on; give a whole number from 1"),
            ),
            Self::StdinTwice => text(
                "標準入力は一度しか読めません。「-」は一つにしてください",
                "standard input can be read only once; give one `-`",
            ),
            Self::Layout(_, mistake) => text(
                format!("レイアウトの{}行目に誤りがあります: {}", mistake.line, mistake.said.ja),
                format!("line {} of the layout is wrong: {}", mistake.line, mistake.said.en),
            ),
            Self::Config(_, mistake) => text(
                format!("設定の{}行目に誤りがあります: {}", mistake.line, mistake.said.ja),
                format!("line {} of the configuration is wrong: {}", mistake.line, mistake.said.en),
            ),
            Self::NoBaseline(_) => text(
                "「--write-baseline」で作ったファイルではありません。もう一度作ってください",
                "this is no file that `--write-baseline` made; make it again",
            ),
            Self::UnknownRule(name) => unknown_rule(name),
            Self::UnknownReport(given) => unknown_report(given),
            Self::UnknownFormat(given) => unknown_format(given),
            Self::Unreadable(_, cause) => unreadable(cause),
            Self::NoSheets(_, wanted) => text(
                format!(
                    "フォルダーにシート（{wanted}）がありません。フォルダーを確かめるか、ファイルを直接指定してください"
                ),
                format!("the folder holds no sheet ({wanted}); check the folder, or name the file itself"),
            ),
            Self::EmptyList(_) => text(
                "一覧に入力がありません。一行に一つ、ファイルかフォルダーを書いてください",
                "the list names no input; write one file or folder a line",
            ),
            Self::Device(_) => text(
                "ファイルではなく装置です。ファイルかパイプを指定してください",
                "this is a device and not a file; give a file or a pipe",
            ),
            Self::Pattern(_, pattern, why) => text(
                format!("「{pattern}」はパターンとして読めません（{why}）。「*.txt」のように書いてください"),
                format!("`{pattern}` is no pattern ({why}); write one like `*.txt`"),
            ),
            Self::Refused(_, said) => said.clone(),
            Self::PackageWithoutCsv => text(
                "この指定は CSV のファイルだけに使えます。「--format csv」と、「-o ファイル」か「--out-dir フォルダー」も付けてください",
                "this describes CSV files; add `--format csv`, and `-o FILE` or `--out-dir DIR`",
            ),
            Self::SameOutput { first, output, .. } => text(
                format!(
                    "出力「{output}」が「{first}」の出力と重なります。どちらかの名前を変えるか、別々の出力先にしてください"
                ),
                format!(
                    "its output `{output}` collides with that of `{first}`; rename one of them, or convert them into \
                     different folders"
                ),
            ),
            Self::LeadsOut(_) => text(
                "リンクが出力先フォルダーの外を指しています。リンクを消すか、別の出力先を指定してください",
                "a link leads out of the folder of outputs; remove the link, or give another folder",
            ),
            Self::OutputIsFile(_) => text(
                "出力先がファイルです。フォルダーを指定してください",
                "the output is a file; give the name of a folder",
            ),
            Self::OutputIsFolder(_) => text(
                "出力先がフォルダーです。ファイル名を指定してください",
                "the output is a folder; give the name of a file",
            ),
            Self::OutputIsInput(_) => text(
                "出力先が入力と同じファイルです。別の名前を指定してください",
                "the output is also an input; give it another name",
            ),
            Self::OutputTwice(_) => text(
                "同じ出力先が二度指定されています。別の名前を指定してください",
                "this output is given twice; give one of them another name",
            ),
            Self::Unwritable(_, cause) => unwritable(cause),
        }
    }
}

/// The path as people give it: with `/`, on every system.
pub(crate) fn name(path: &Path) -> String {
    let shown = dunce::simplified(path).display().to_string();
    if cfg!(windows) { shown.replace('\\', "/") } else { shown }
}

fn unknown_encoding(name: &str) -> Text {
    let known: Vec<&str> = Encoding::ALL.iter().map(|encoding| encoding.name()).collect();
    text(
        format!("「{name}」という文字コードは読めません。{} のどれかを指定してください", known.join("、")),
        format!("`{name}` is no encoding that can be read; give one of {}", known.join(", ")),
    )
}

fn unknown_rule(name: &str) -> Text {
    match rules::nearest(name) {
        Some(near) => text(
            format!("このような規則はありません。近いもの: {}。一覧は「plan-eval explain」で見られます", near.name),
            format!("there is no such rule; `{}` is the nearest, and `plan-eval explain` lists all", near.name),
        ),
        None => text(
            "このような規則はありません。一覧は「plan-eval explain」で見られます",
            "there is no such rule; `plan-eval explain` lists them",
        ),
    }
}

fn unknown_report(given: &str) -> Text {
    let known = Format::ALL.map(Format::name);
    text(
        format!("「{given}」は「形式=ファイル」ではありません。形式は {} のどれかです", known.join("、")),
        format!("`{given}` is no FORMAT=FILE; a format is one of {}", known.join(", ")),
    )
}

fn unknown_format(given: &str) -> Text {
    let known = Format::ALL.map(Format::name);
    text(
        format!("「{given}」という形式はありません。{} のどれかを指定してください", known.join("、")),
        format!("`{given}` is no format; give one of {}", known.join(", ")),
    )
}

fn unreadable(cause: &io::Error) -> Text {
    match cause.kind() {
        io::ErrorKind::NotFound => text(
            "ファイルもフォルダーもありません。名前と場所を確かめてください",
            "there is no such file or folder; check the name and the place",
        ),
        io::ErrorKind::PermissionDenied => text(
            "読む権限がありません。権限を確かめ、Excel などで開いていれば閉じてください",
            "it may not be read; check its permissions, and close it if Excel has it open",
        ),
        // What only UTF-8 can hold: a configuration, a layout, a baseline. Windows saves text as Shift_JIS or UTF-16,
        // too.
        io::ErrorKind::InvalidData => {
            text("文字コードが UTF-8 ではありません。UTF-8 で保存し直してください", "it is not UTF-8; save it as UTF-8")
        }
        // The kinds of the system are open-ended: the system's own sentence says more than any grouping of ours.
        _ if is_locked(cause) => locked(),
        _ => text(
            format!("読めません（{cause}）。ファイルと装置を確かめてください"),
            format!("it cannot be read ({cause}); check the file and the device"),
        ),
    }
}

fn unwritable(cause: &io::Error) -> Text {
    match cause.kind() {
        io::ErrorKind::NotFound => text(
            "出力先のフォルダーがありません。先に作るか、別の場所を指定してください",
            "the folder of the output does not exist; create it first, or give another place",
        ),
        io::ErrorKind::PermissionDenied => text(
            "書く権限がありません。権限を確かめ、Excel などで開いていれば閉じてください",
            "it may not be written; check its permissions, and close it if Excel has it open",
        ),
        // Of the disk, of the user, or of a single file.
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => text(
            "空き容量が足りません。容量を空けるか、別の場所を指定してください",
            "no space is left; free some, or give another place",
        ),
        _ if is_locked(cause) => locked(),
        _ => text(
            format!("書けません（{cause}）。別の場所を指定してください"),
            format!("it cannot be written ({cause}); give another place"),
        ),
    }
}

/// Windows: another program, nearly always Excel, holds the file (a sharing or a lock violation).
fn is_locked(cause: &io::Error) -> bool {
    cfg!(windows) && matches!(cause.raw_os_error(), Some(32 | 33))
}

fn locked() -> Text {
    text("ほかのプログラムが開いています。Excel などを閉じてください", "another program has it open; close it in Excel")
}

#[cfg(test)]
mod tests {
    use super::Failure;
    use plan_eval::diagnostic::Language;

    #[test]
    fn a_file_name_cannot_act_on_the_terminal() {
        let failure = Failure::NoSheets("a\x1b[2J\nb".to_owned(), "*.tsv".to_owned());
        let expected = "error: a␛[2J␊b: the folder holds no sheet (*.tsv); check the folder, or name the file itself";
        assert_eq!(failure.line(Language::English), expected);
    }
}
