//! The words of made-up sheets.
//!
//! In: nothing. Out: lists to draw from, so long that two rows are seldom alike. No list is taken from a real sheet.

/// What a chapter is about.
pub(super) const THEMES: [&str; 6] = [
    "ともに支え合うまち",
    "学びがつづくまち",
    "水と緑をまもるまち",
    "しごとが生まれるまち",
    "安心して歩けるまち",
    "みんなでつくるまち",
];

/// What is cared for.
pub(super) const OBJECTS: [&str; 12] = [
    "放課後の居場所",
    "地域の防災",
    "子どもの読書",
    "高齢者の見守り",
    "河川の清掃",
    "空き家の活用",
    "農産物の直売",
    "外国人住民の相談",
    "学校給食の地産地消",
    "歩道の段差",
    "市民農園",
    "郷土芸能の継承",
];

/// What is done about it.
pub(super) const MEASURES: [&str; 7] = ["推進", "充実", "支援", "促進", "見直し", "周知", "体制づくり"];

/// How a sentence begins.
pub(super) const STARTS: [&str; 6] = [
    "市内の小中学校と連携して、",
    "町内会や自治会の協力を得て、",
    "公募の市民とともに、",
    "国や県の補助金を使い、",
    "前年度のアンケートをもとに、",
    "専門家を講師に招き、",
];

/// How it ends.
pub(super) const ENDS: [&str; 5] =
    ["開きます", "開催し、結果を市の広報でお知らせします", "計画しています", "行いました", "続けます"];

/// What is said of a rating.
pub(super) const REMARKS: [&str; 6] = [
    "参加者が前の年より増えた。",
    "担い手が足りず、開く日を減らした。",
    "予定した内容をすべて行った。",
    "会場の工事のため、時期を遅らせた。",
    "申込みの方法を見直し、若い世代に広げる。",
    "関係する団体との話し合いを続ける。",
];

/// Who is in charge.
pub(super) const DEPARTMENTS: [&str; 10] = [
    "総務課",
    "市民協働課",
    "福祉政策課",
    "子育て支援課",
    "生涯学習課",
    "環境保全課",
    "農政課",
    "道路管理課",
    "学校教育課",
    "危機管理課",
];
