//! What is said about a sheet: rules, and the findings into which every stage pushes.
//!
//! A [`Rule`] is declared once, beside the code that raises it. A [`Diagnostic`] is one finding at one place. A sheet
//! that says something odd is read on: findings never stop a stage.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use foldhash::HashSet;

use crate::source::Span;

/// The language of messages, help and rule texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// 日本語
    Japanese,
    /// English
    #[default]
    English,
}

impl Language {
    /// Its name in BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }
}

/// One text in both languages. They stand together so that neither is forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text<S = Cow<'static, str>> {
    /// 日本語
    pub ja: S,
    /// English
    pub en: S,
}

impl<S: AsRef<str>> Text<S> {
    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Japanese => self.ja.as_ref(),
            Language::English => self.en.as_ref(),
        }
    }
}

/// Makes a [`Text`] of its Japanese and its English wording.
pub fn text(ja: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Text {
    Text { ja: ja.into(), en: en.into() }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was repaired in reading; nobody has to act.
    Note,
    /// Read, but doubtful.
    Warning,
    /// The sheet must be corrected.
    Error,
}

impl Severity {
    /// Every severity, the least first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The name in JSON and in configurations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A kind of finding. All its texts stand together, so that messages, `explain` and the documentation agree.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case name, unique over all stages.
    pub name: &'static str,
    /// How bad it is, unless a configuration says otherwise.
    pub severity: Severity,
    /// The version that first raised it.
    pub since: &'static str,
    /// What it says of a sheet, in half a sentence.
    pub summary: Text<&'static str>,
    /// What it reports, and what it leaves alone.
    pub reports: Text<&'static str>,
    /// Why it matters to whoever uses the records.
    pub matters: Text<&'static str>,
    /// Lines of a sheet that raise it. Sheets are Japanese in either language.
    pub example: &'static str,
    /// What to do about it.
    pub remedy: Text<&'static str>,
    /// The item that it serves of the uniform rules for machine-readable tables
    /// (総務省「統計表における機械判読可能なデータの表記方法の統一ルール」, 2020-12-18), if there is one.
    pub principle: Option<Principle>,
}

/// An item of the uniform rules for machine-readable tables that a rule can serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principle {
    /// 1-2
    OneDatumPerCell,
    /// 1-3
    NumbersAsNumbers,
    /// 1-4
    NoMergedCells,
    /// 1-5
    NoLayoutSpaces,
    /// 1-6
    NoOmittedHeadings,
    /// 1-7
    ValuesInsteadOfFormulas,
    /// 1-10
    NoPlatformDependentCharacters,
}

impl Principle {
    /// Its number in the uniform rules.
    pub fn number(self) -> &'static str {
        match self {
            Self::OneDatumPerCell => "1-2",
            Self::NumbersAsNumbers => "1-3",
            Self::NoMergedCells => "1-4",
            Self::NoLayoutSpaces => "1-5",
            Self::NoOmittedHeadings => "1-6",
            Self::ValuesInsteadOfFormulas => "1-7",
            Self::NoPlatformDependentCharacters => "1-10",
        }
    }

    /// What it asks for.
    pub fn title(self) -> Text<&'static str> {
        let (ja, en) = match self {
            Self::OneDatumPerCell => ("1セル1データとする", "one datum a cell"),
            Self::NumbersAsNumbers => ("数値データは数値だけを書く", "numbers are numbers"),
            Self::NoMergedCells => ("セルを結合しない", "no merged cells"),
            Self::NoLayoutSpaces => ("スペースや改行で体裁を整えない", "no spaces or line breaks for layout"),
            Self::NoOmittedHeadings => ("項目名などを省略しない", "no omitted headings"),
            Self::ValuesInsteadOfFormulas => ("数式は値にする", "values instead of formulas"),
            Self::NoPlatformDependentCharacters => ("機種依存文字を使わない", "no platform-dependent characters"),
        };
        Text { ja, en }
    }
}

/// Where a finding stands.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its place in the decoded text.
    pub span: Span,
    /// The name of the column that it is about, where the span alone does not tell it.
    pub column: Option<Arc<str>>,
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self { span, column: None }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub rule: &'static Rule,
    /// How bad it is: as the rule has it, or as the user's configuration does.
    pub severity: Severity,
    /// Where: never empty of meaning, a place in the sheet even for findings about the whole of it.
    pub span: Span,
    /// The name of the column that it is about, where the place alone does not tell it.
    pub column: Option<Arc<str>>,
    /// What was found, and what was expected there. Holds no line numbers. Findings that say the same share it.
    pub message: Arc<Text>,
    /// What to do; shared as the message is.
    pub help: Option<Arc<Text>>,
}

/// The findings of one sheet, in the order in which the stages made them.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
    /// What was said already: a column without ratings says the same of every row.
    said: HashSet<Arc<Text>>,
}

impl From<Vec<Diagnostic>> for Findings {
    fn from(list: Vec<Diagnostic>) -> Self {
        Self { list, ..Self::default() }
    }
}

impl Findings {
    /// Adds a finding.
    pub fn push(&mut self, rule: &'static Rule, place: impl Into<Place>, message: Text, help: Option<Text>) {
        let (message, help) = (self.shared(message), help.map(|help| self.shared(help)));
        let Place { span, column } = place.into();
        self.list.push(Diagnostic { rule, severity: rule.severity, span, column, message, help });
    }

    /// The text as it was said first.
    fn shared(&mut self, text: Text) -> Arc<Text> {
        if let Some(said) = self.said.get(&text) {
            return Arc::clone(said);
        }
        let text = Arc::new(text);
        self.said.insert(Arc::clone(&text));
        text
    }

    /// All findings in sheet order; at one place in the order in which they were made.
    pub fn in_sheet_order(mut self) -> Vec<Diagnostic> {
        // Sorts places instead of findings: beside so many findings there is no room for half of them again.
        self.list.sort_by_cached_key(|found| found.span);
        self.list
    }
}
