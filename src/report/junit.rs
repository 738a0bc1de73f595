//! Findings as test results in the XML of JUnit, which every service that shows tests reads.
//!
//! In: the located findings of each sheet. Out: one `testsuite` per sheet after the
//! [format as it is in use](https://github.com/testmoapp/junitxml); there is no standard.
//!
//! Only findings of severity error are failures. A service turns red for one failure, also where the exit code is 0:
//! warnings and notes are tests that pass, with their words as output.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::paths::relative;
use super::visible::visible;
use super::wording::sentence;
use super::{Located, UNREADABLE};
use crate::diagnostic::{Language, Severity};

/// The test of a sheet without findings: a suite without tests counts as broken with some services.
const CLEAN: &str = "no-findings";

const OPENING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plan-eval\">";
const CLOSING: &str = "\n</testsuites>\n";

/// What becomes of a test.
enum Verdict {
    /// Nothing was found.
    Passed,
    /// Something was found that fails nobody.
    Said(String),
    /// The sheet must be corrected. Some services show the message, others only the text.
    Failed { message: String, text: String },
    /// There was no sheet to be tested.
    Broken { message: String },
}

/// A test on its way into the document.
struct Test<'a> {
    name: &'static str,
    class: &'a str,
    verdict: Verdict,
}

/// Opens the document.
pub(super) fn begin<W: Write>(out: &mut W) -> io::Result<()> {
    out.write_all(OPENING.as_bytes())
}

/// Closes the document.
pub(super) fn end<W: Write>(out: &mut W) -> io::Result<()> {
    out.write_all(CLOSING.as_bytes())
}

/// Writes the suite of a sheet.
pub(super) fn sheet<W: Write>(out: &mut W, name: &str, found: &[Located<'_>], language: Language) -> io::Result<()> {
    let class = class(name);
    let test = |located: &Located<'_>| {
        let name = located.diagnostic.rule.name;
        Test { name, class: &class, verdict: verdict(located, language) }
    };
    let mut tests: Vec<Test<'_>> = found.iter().map(test).collect();
    if tests.is_empty() {
        tests.push(Test { name: CLEAN, class: &class, verdict: Verdict::Passed });
    }
    suite(out, name, &tests)
}

/// Writes the suite of an input that could not be read.
pub(super) fn failure<W: Write>(out: &mut W, name: &str, said: &str) -> io::Result<()> {
    let verdict = Verdict::Broken { message: visible(said).into_owned() };
    suite(out, name, &[Test { name: UNREADABLE, class: &class(name), verdict }])
}

fn suite<W: Write>(out: &mut W, name: &str, tests: &[Test<'_>]) -> io::Result<()> {
    let count = |matches: fn(&Verdict) -> bool| tests.iter().filter(|test| matches(&test.verdict)).count();
    let failures = count(|verdict| matches!(verdict, Verdict::Failed { .. }));
    let errors = count(|verdict| matches!(verdict, Verdict::Broken { .. }));
    out.write_all(b"\n")?;
    Writer::new_with_indent(out, b' ', 2)
        .create_element("testsuite")
        .with_attribute(("name", &*visible(relative(name))))
        .with_attribute(("tests", &*tests.len().to_string()))
        .with_attribute(("failures", &*failures.to_string()))
        .with_attribute(("errors", &*errors.to_string()))
        .write_inner_content(|writer| tests.iter().try_for_each(|test| case(writer, test)))
        .map(drop)
}

fn case<W: Write>(writer: &mut Writer<W>, test: &Test<'_>) -> io::Result<()> {
    let element = writer.create_element("testcase").with_attributes([("name", test.name), ("classname", test.class)]);
    match &test.verdict {
        Verdict::Passed => element.write_empty(),
        Verdict::Said(text) => element.write_inner_content(|writer| {
            writer.create_element("system-out").write_text_content(BytesText::new(text)).map(drop)
        }),
        Verdict::Failed { message, text } => element.write_inner_content(|writer| {
            let failure =
                writer.create_element("failure").with_attributes([("message", &**message), ("type", test.name)]);
            failure.write_text_content(BytesText::new(text)).map(drop)
        }),
        Verdict::Broken { message } => element.write_inner_content(|writer| {
            let error = writer.create_element("error").with_attributes([("message", &**message), ("type", test.name)]);
            error.write_empty().map(drop)
        }),
    }
    .map(drop)
}

fn verdict(located: &Located<'_>, language: Language) -> Verdict {
    let Located { diagnostic, start, .. } = located;
    // Line and column stand in the text: the format has no other place for them.
    let text = format!("{}:{}: {}", start.line, start.column, sentence(located, language));
    match diagnostic.severity {
        Severity::Error => Verdict::Failed { message: visible(diagnostic.message.get(language)).into_owned(), text },
        Severity::Warning | Severity::Note => Verdict::Said(text),
    }
}

/// The path without its ending, as classes have none.
fn class(name: &str) -> String {
    let path = relative(name);
    let file = path.rfind('/').map_or(0, |slash| slash + 1);
    let end = path[file..].rfind('.').filter(|&dot| dot > 0).map_or(path.len(), |dot| file + dot);
    visible(&path[..end]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::tests::{CLEAN, HOSTILE, ORDINARY, UNREADABLE, written};
    use super::class;
    use crate::diagnostic::Language;

    #[test]
    fn errors_fail_and_the_rest_passes_with_a_word() {
        let expected = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"plan-eval\">
<testsuite name=\"年度 7/花瀬市.tsv\" tests=\"3\" failures=\"1\" errors=\"0\">
  <testcase name=\"unknown-rating\" classname=\"年度 7/花瀬市\">
    <failure message=\"`Ｆ` is not on the scale\" type=\"unknown-rating\">2:4: `Ｆ` is not on the scale (row 2, column \
`評価`); write one of A, B</failure>
  </testcase>
  <testcase name=\"several-ratings\" classname=\"年度 7/花瀬市\">
    <system-out>2:6: two codes (row 2, column `担当課`); choose one</system-out>
  </testcase>
  <testcase name=\"joined-row\" classname=\"年度 7/花瀬市\">
    <system-out>3:1: read as the rest of the row above (row 3)</system-out>
  </testcase>
</testsuite>
<testsuite name=\"b.tsv\" tests=\"1\" failures=\"0\" errors=\"0\">
  <testcase name=\"no-findings\" classname=\"b\"/>
</testsuite>
</testsuites>
";
        assert_eq!(written(Format::Junit, Language::English, &[ORDINARY, CLEAN]), expected);
    }

    #[test]
    fn hostile_text_is_shown_and_what_xml_forbids_is_not_left() {
        let expected = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"plan-eval\">
<testsuite name=\"%0A::error::x,y:z.tsv\" tests=\"1\" failures=\"1\" errors=\"0\">
  <testcase name=\"unknown-rating\" classname=\"%0A::error::x,y:z\">
    <failure message=\"&quot;::error::␊##［error]&amp;&lt;]]&gt;␛[2J\u{fffd}\u{fffd}␌␀\u{fffd}%0A&quot;\" type=\"unknown-rating\">\
1:1: &quot;::error::␊##［error]&amp;&lt;]]&gt;␛[2J\u{fffd}\u{fffd}␌␀\u{fffd}%0A&quot; (row 1, column `::x::␛]]&gt;`); \
␊::error::\u{fffd}[x](y)</failure>
  </testcase>
</testsuite>
<testsuite name=\"c 表.xlsx\" tests=\"1\" failures=\"0\" errors=\"1\">
  <testcase name=\"unreadable-input\" classname=\"c 表\">
    <error message=\"it is an Excel␊::error::␛workbook\" type=\"unreadable-input\"/>
  </testcase>
</testsuite>
</testsuites>
";
        assert_eq!(written(Format::Junit, Language::English, &[HOSTILE, UNREADABLE]), expected);
    }

    #[test]
    fn a_run_without_sheets_is_a_document() {
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plan-eval\">\n</testsuites>\n";
        assert_eq!(written(Format::Junit, Language::English, &[]), expected);
    }

    #[test]
    fn a_class_is_a_path_without_its_ending() {
        assert_eq!(["./a.b/c.d.tsv", "a.b/c", ".tsv", "-"].map(class), ["a.b/c.d", "a.b/c", ".tsv", "-"]);
    }
}
