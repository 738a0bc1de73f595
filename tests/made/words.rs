//! The words of made-up sheets.
//!
//! In: nothing. Out: lists to draw from, and scales to rate with. No list is taken from a real sheet.

/// What chapters, sections and goals are about.
pub(super) const THEMES: [&str; 12] = [
    "ともに支え合うまち",
    "学びがつづくまち",
    "水辺を守るまち",
    "しごとが生まれるまち",
    "安心して歩けるまち",
    "人が行き交うまち",
    "災害への備え",
    "地域福祉の土台づくり",
    "循環型社会の形成",
    "文化にふれる機会の拡大",
    "農業の担い手の確保",
    "開かれた行政運営",
];

/// What is cared for.
pub(super) const OBJECTS: [&str; 20] = [
    "放課後の居場所",
    "河川敷の花壇",
    "図書館の分室",
    "コミュニティバス",
    "空き家バンク",
    "朝市の会場",
    "スポーツ教室",
    "避難所の備蓄品",
    "学校給食の献立",
    "歩道の段差",
    "市民農園",
    "獅子舞の保存",
    "ボランティア登録",
    "水道管の耐震化",
    "子育てサロン",
    "防犯カメラ",
    "ごみの分別",
    "フードバンク",
    "木造住宅の診断",
    "観光案内板",
];

/// What is done about it.
pub(super) const MEASURES: [&str; 8] = ["推進", "充実", "支援", "整備", "見直し", "周知", "運営", "点検"];

/// What the contents of a measure are.
pub(super) const CONTENTS: [&str; 8] = [
    "町内会と協力して、年に{n}回開きます。",
    "公募の市民{n}人とともに、計画を立てて進めます。",
    "国の補助金を使い、{n}か所で始めます。",
    "専門家を講師に招き、セミナーを{n}回行います。",
    "アンケートの結果をもとに、内容を見直します。対象は{n}世帯とします。",
    "市のホームページと広報で知らせ、利用する人を{n}人増やします。",
    "小学校と中学校を合わせて{n}校で、体験の時間を設けます。",
    "古くなった設備を{n}台取り替え、維持にかかる費用を減らします。",
];

/// What is said of a rating.
pub(super) const REMARKS: [&str; 10] = [
    "参加した人は{n}人で、前の年より増えた。",
    "担い手が足りず、開く日を{n}日減らした。",
    "予定した{n}件をすべて行った。",
    "会場の工事のため、時期を{n}か月遅らせた。",
    "申込みが{n}件あり、抽選とした。",
    "職員{n}人で対応し、待ち時間を短くできた。",
    "パンフレットを{n}部作り、窓口で配った。",
    "{n}団体と話し合いを続け、役割の分担を決めた。",
    "利用は{n}件にとどまり、周知の方法に課題が残った。",
    "現地を{n}回確かめ、直すところを一覧にまとめた。",
];

/// What comes next.
pub(super) const PLANS: [&str; 6] = [
    "回数を{n}回に増やして続ける。",
    "オンラインでの開催を{n}回試みる。",
    "対象を{n}地区に広げる。",
    "次の年も{n}か所で行う。",
    "手順を改め、{n}月までに始める。",
    "関係する{n}団体と役割を見直す。",
];

/// Who is in charge: names that nobody takes for one another.
pub(super) const DEPARTMENTS: [&str; 10] = [
    "総務課",
    "市民協働課",
    "福祉政策課",
    "子育て支援室",
    "生涯学習課",
    "環境保全課",
    "農政課",
    "道路管理課",
    "中央図書館",
    "危機管理局",
];

/// A scale: its codes, best first, and what they mean.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) codes: &'static [&'static str],
    pub(crate) labels: &'static [&'static str],
}

const LABELS: [&str; 5] =
    ["計画を上回っている", "計画どおりである", "やや遅れている", "大きく遅れている", "着手していない"];

pub(super) const LATIN: Scale = Scale { codes: &["A", "B", "C", "D", "E"], labels: &LABELS };
pub(super) const HIRAGANA: Scale = Scale { codes: &["あ", "い", "う", "え", "お"], labels: &LABELS };
pub(super) const KATAKANA: Scale = Scale { codes: &["ア", "イ", "ウ", "エ", "オ"], labels: &LABELS };
pub(super) const DIGITS: Scale = Scale { codes: &["1", "2", "3", "4", "5"], labels: &LABELS };
pub(super) const WORDS: Scale = Scale { codes: &["順調", "概ね順調", "やや遅れ", "遅れ"], labels: &[] };
