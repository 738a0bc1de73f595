//! How long each stage takes on a big sheet.
//!
//! `cargo bench --bench stages` measures decoding from three encodings, lexing, repairing, the whole way to records and
//! writing them as JSONL, in bytes of input a second. `cargo bench --bench stages -- --write FILE MB` writes the same
//! sheet in any size instead, in UTF-8, for timing the whole process.

mod generator;

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, SamplingMode, Throughput};
use plan_eval::diagnostic::{Findings, Language};
use plan_eval::interpret::Options;
use plan_eval::read::{decode, lex, repair};
use plan_eval::source::Source;
use plan_eval::write::{Format, Records};

/// Bytes in a megabyte as throughput counts them.
const MEGABYTE: usize = 1_000_000;

/// The size of the sheet. Well above the caches of the machine, and some twenty thousand rows.
const SHEET: usize = 12 * MEGABYTE;

type Group<'c> = BenchmarkGroup<'c, WallTime>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let [file, megabytes, ..] = &arguments[at + 1..] else { return Err("give `--write FILE MB`".into()) };
        let bytes = megabytes.parse::<usize>()?.saturating_mul(MEGABYTE);
        return Ok(fs::write(file, generator::sheet(bytes))?);
    }
    let mut criterion = Criterion::default().configure_from_args();
    stages(&mut criterion, &generator::sheet(SHEET));
    criterion.final_summary();
    Ok(())
}

fn stages(criterion: &mut Criterion, text: &str) {
    let mut group = criterion.benchmark_group("stages");
    // An iteration takes up to a second: ten samples of one or a few each are a steady figure within a minute.
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    decoding(&mut group, "decode/utf-8", text.as_bytes());
    let (shift_jis, _, _) = encoding_rs::SHIFT_JIS.encode(text);
    decoding(&mut group, "decode/shift_jis", &shift_jis);
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    decoding(&mut group, "decode/utf-16", &utf_16);
    group.throughput(Throughput::Bytes(text.len() as u64));
    let source = source(text.as_bytes());
    reading(&mut group, &source);
    meaning(&mut group, &source);
    group.finish();
}

fn source(bytes: &[u8]) -> Source<'_> {
    decode::source("bench.tsv", bytes, None, &mut Findings::default()).expect("the sheet is text")
}

fn decoding(group: &mut Group<'_>, name: &str, bytes: &[u8]) {
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function(name, |bencher| bencher.iter_with_large_drop(|| source(black_box(bytes))));
}

/// Lexing and repairing.
fn reading(group: &mut Group<'_>, source: &Source<'_>) {
    let rows = || lex::rows(black_box(source), b'\t', &mut Findings::default());
    group.bench_function("lex", |bencher| bencher.iter_with_large_drop(rows));
    group.bench_function("repair", |bencher| {
        let repaired = |rows| repair::rows(rows, source, &mut Findings::default());
        bencher.iter_batched(rows, repaired, BatchSize::PerIteration);
    });
}

/// Everything from text to records, and writing them. Both on memory: where the bytes go in the end is not measured.
fn meaning(group: &mut Group<'_>, source: &Source<'_>) {
    let read = || plan_eval::sheet(black_box(source), &Options::default(), Findings::default());
    group.bench_function("sheet", |bencher| bencher.iter_with_large_drop(read));
    let sheet = read();
    let mut out = Vec::new();
    group.bench_function("write/jsonl", |bencher| {
        bencher.iter(|| {
            out.clear();
            let mut records = Records::new(&mut out, Format::JsonLines, Language::English);
            records.sheet(source, black_box(&sheet), &[]).expect("memory takes every byte");
        });
    });
}
