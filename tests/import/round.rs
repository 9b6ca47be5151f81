//! A report that is written and imported again is the same document: of every form, with any figures and any text, in each format.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nianbao::diagnostic::Severity;
use nianbao::document::{Block, Document, Inline, Role, Text};
use nianbao::form::{Form, Kind, Relation, Slot};
use nianbao::import::Imported;
use nianbao::origin::Origin;
use nianbao::report::{Figure, Figures, Passage, Section, Words, Written, evaluate};
use nianbao::scaffold::{Carried, Known, filled};
use nianbao::shelf::Shelf;
use nianbao::{Format, build, check};
use proptest::prelude::{Strategy, any};
use rust_decimal::Decimal;

use super::{document, file, import, project, warnings, write};

/// A document without its places in the data: these differ where a text is a list or not.
fn bare(document: &Document) -> Document {
    let mut bare = document.clone();
    // The data are written in other words, so that their digest differs.
    bare.info.origin = Origin::default();
    fn text(text: &mut Text) {
        text.from = None;
    }
    for block in &mut bare.blocks {
        match block {
            Block::Title(title) => text(title),
            Block::Heading(heading) => text(&mut heading.text),
            Block::Paragraph(paragraph) => {
                paragraph.lead.iter_mut().for_each(|lead| text(&mut lead.text));
                text(&mut paragraph.text);
            }
            Block::Table(table) => {
                table.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| text(&mut cell.text))
            }
            Block::Annexes(texts) | Block::Note(texts) => texts.iter_mut().for_each(text),
            Block::Annex(annex) => [&mut annex.label, &mut annex.title].into_iter().for_each(text),
            Block::Signature(signature) => {
                signature.names.iter_mut().for_each(text);
                text(&mut signature.date);
            }
            Block::PageBreak => {}
        }
    }
    bare
}
/// Asserts that what was imported gives a document again.
fn gives(imported: &Imported, expected: &Document) {
    assert_eq!(warnings(imported), [""; 0], "{}", expected.info.title);
    let office = tempfile::tempdir().unwrap();
    let again = office.path().join(imported.year.to_string());
    write(&again, imported);
    let (found, expected) = (bare(&document(&again)), bare(expected));
    for (one, other) in found.blocks.iter().zip(&expected.blocks) {
        assert_eq!(one, other);
    }
    assert_eq!(found, expected);
}

/// Asserts that a folder's report comes back, whatever it is written as.
fn comes_back(folder: &Path) {
    let checked = check(&project(), folder).unwrap();
    assert_eq!(checked.findings.count(Severity::Error), 0, "{:?}", checked.findings);
    let document = &checked.composed.as_ref().unwrap().document;
    let built = build(&project(), &checked, &[Format::Docx, Format::Html, Format::Fragment]).unwrap();
    let bytes = built.files.into_iter().map(|(_, bytes)| bytes.to_vec());
    let mut files: Vec<_> = ["报告.docx", "报告.html", "片段.html"].into_iter().zip(bytes).collect();
    assert_eq!(files.len(), 3);
    files.push(("报告.html", page(document, true).into_bytes()));
    files.push(("报告.html", page(document, false).into_bytes()));
    files.push(("报告.txt", lines(document).into_bytes()));
    files.push(("报告.md", markdown(document).into_bytes()));
    // The same data give the same document.
    let mut known: Vec<Imported> = vec![];
    for (name, bytes) in files {
        let imported = import(name, &bytes).unwrap();
        let same = |known: &Imported| known.files == imported.files && warnings(known) == warnings(&imported);
        if !known.iter().any(same) {
            gives(&imported, document);
            known.push(imported);
        }
    }
}

#[test]
fn our_own_documents_come_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["examples/ganzhou/2020", "examples/qinghe/2017", "examples/qinghe/2024", "examples/qinghe/2025"] {
        comes_back(&root.join(folder));
    }
}

/// A document as a page: `merged` writes merged cells as spans, otherwise as a cell and empty ones.
fn page(document: &Document, merged: bool) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace(' ', "&nbsp;");
    let inline = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Mark(text) => escaped(text),
        Inline::Link { href, text } => format!("<a href=\"{href}\">{}</a>", escaped(text)),
        Inline::Break => "<br>".into(),
    };
    let html = |text: &Text| text.inlines.iter().map(inline).collect::<String>();
    let mut page = String::from("<!DOCTYPE html><meta charset=utf-8>");
    for block in &document.blocks {
        if let Block::Table(table) = block {
            page += "<table border=1>";
            let mut open: BTreeMap<usize, usize> = BTreeMap::new();
            for row in &table.rows {
                page += "<tr>";
                let mut cells = row.cells.iter().peekable();
                let mut column = 0;
                while column < table.widths.len() {
                    let below = open.get(&column).copied().unwrap_or(0);
                    match cells.next_if(|cell| cell.column == column) {
                        Some(cell) if merged => {
                            page += &format!("<td colspan={} rowspan={}>{}</td>", cell.columns, cell.rows, html(&cell.text));
                            column += cell.columns;
                        }
                        Some(cell) => {
                            page += &format!("<td>{}</td>{}", html(&cell.text), "<td></td>".repeat(cell.columns - 1));
                            open.extend((column..column + cell.columns).map(|column| (column, cell.rows - 1)));
                            column += cell.columns;
                        }
                        None => {
                            page += if merged { "" } else { "<td>&nbsp;</td>" };
                            open.insert(column, below.saturating_sub(1));
                            column += 1;
                        }
                    }
                }
                page += "</tr>";
            }
            page += "</table>";
        } else {
            paragraphs(block, &html).iter().for_each(|text| page += &format!("<p>&emsp;&emsp;{text}</p>\n"));
        }
    }
    page
}

/// A document as Markdown: a paragraph a line, tables between bars, what is merged in the first of its cells.
fn markdown(document: &Document) -> String {
    let plain = |text: &Text| {
        let inline = |inline: &Inline| match inline {
            Inline::Text(text) | Inline::Mark(text) | Inline::Link { text, .. } => text.clone(),
            Inline::Break => String::new(),
        };
        text.inlines.iter().map(inline).collect::<String>()
    };
    let mut text = String::new();
    for block in &document.blocks {
        if let Block::Table(table) = block {
            for (at, row) in table.rows.iter().enumerate() {
                let cell = |column| row.cells.iter().find(|cell| cell.column == column).map(|cell| plain(&cell.text));
                let cells: Vec<_> = (0..table.widths.len()).map(|column| cell(column).unwrap_or_default()).collect();
                text += &format!("| {} |\n", cells.join(" | "));
                text += &if at == 0 { format!("|{}\n", "---|".repeat(table.widths.len())) } else { String::new() };
            }
        }
        let mark = if matches!(block, Block::Heading(heading) if heading.level == 1) { "## " } else { "" };
        paragraphs(block, &plain).iter().for_each(|paragraph| text += &format!("\n{mark}{paragraph}\n\n"));
    }
    text
}

/// A document as text is taken out of a PDF: lines of 28 汉字, rows of tables with their labels and figures, page numbers.
pub fn lines(document: &Document) -> String {
    let plain = |text: &Text| {
        let inline = |inline: &Inline| match inline {
            Inline::Text(text) | Inline::Mark(text) | Inline::Link { text, .. } => text.clone(),
            Inline::Break => " ".into(),
        };
        text.inlines.iter().map(inline).collect::<String>()
    };
    let mut text = String::new();
    for (at, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<_> = row.cells.iter().map(|cell| plain(&cell.text)).collect();
                    text += &format!("{}\n", cells.join(" "));
                }
            }
            Block::Title(title) => title.inlines.split(|inline| *inline == Inline::Break).for_each(|line| {
                text += &format!("          {}\n", plain(&Text { inlines: line.to_vec(), from: None }));
            }),
            block => {
                for paragraph in paragraphs(block, &plain) {
                    let mut wide = 4;
                    text += "    ";
                    for c in paragraph.chars() {
                        if wide >= 56 {
                            text.push('\n');
                            wide = 0;
                        }
                        text.push(c);
                        wide += if c.is_ascii() { 1 } else { 2 };
                    }
                    text.push('\n');
                }
            }
        }
        if at % 7 == 6 {
            text += &format!("\n                 — {} —\n\u{C}", at / 7 + 1);
        }
    }
    text
}

/// The paragraphs of a block that is no table.
fn paragraphs(block: &Block, shown: &impl Fn(&Text) -> String) -> Vec<String> {
    match block {
        Block::Title(text) => vec![shown(text)],
        Block::Heading(heading) => vec![shown(&heading.text)],
        Block::Paragraph(paragraph) => {
            let lead = paragraph.lead.iter().map(|lead| shown(&lead.text));
            vec![lead.chain([shown(&paragraph.text)]).collect()]
        }
        Block::Annexes(names) => match names.as_slice() {
            [name] => vec![format!("附件：{}", shown(name))],
            names => {
                let label = |at: usize| if at == 0 { "附件：" } else { "" };
                names.iter().enumerate().map(|(at, name)| format!("{}{}.{}", label(at), at + 1, shown(name))).collect()
            }
        },
        Block::Annex(annex) => vec![shown(&annex.label), shown(&annex.title)],
        Block::Note(texts) => vec![texts.iter().map(shown).collect::<Vec<_>>().join("　　")],
        Block::Signature(signature) => signature.names.iter().chain([&signature.date]).map(shown).collect(),
        Block::Table(_) | Block::PageBreak => vec![],
    }
}

#[test]
fn figures_between_bars_may_have_their_label_in_the_line_before() {
    let document = document(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/qinghe/2025"));
    let text = markdown(&document);
    let label = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）";
    let row = text.lines().find(|line| line.contains(label)).unwrap();
    let parted = format!("\n{label}\n{}", row.replace(label, ""));
    gives(&import("报告.md", text.replace(row, &parted).as_bytes()).unwrap(), &document);
}

/// The lines of a document with the tables as `pdftotext` has them that does not keep the layout: a figure a line, and half the labels
/// at the end of their table.
fn scattered(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        let Block::Table(table) = block else {
            text += &lines(&Document { blocks: vec![block.clone()], ..document.clone() });
            continue;
        };
        let (mut late, mut row) = (vec![], 0);
        for cells in table.rows.iter().map(|row| &row.cells) {
            let (figures, labels): (Vec<_>, Vec<_>) = cells.iter().partition(|cell| cell.role == Role::Figure);
            row += usize::from(!figures.is_empty());
            for label in labels.iter().map(|label| label.text.plain()) {
                if row % 2 == 0 && !figures.is_empty() { late.push(label) } else { text += &format!("{label}\n\n") }
            }
            figures.iter().for_each(|figure| text += &format!("{}\n\n", figure.text.plain()));
        }
        text += &format!("{}\n\n", late.join("\n"));
    }
    text
}

#[test]
fn figures_come_in_their_order_where_their_labels_stand_elsewhere() {
    for folder in ["examples/ganzhou/2020", "examples/qinghe/2017", "examples/qinghe/2025"] {
        let document = document(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        let expected = file(&import("报告.txt", lines(&document).as_bytes()).unwrap(), "表.yaml");
        let text = scattered(&document);
        let imported = import("报告.txt", text.as_bytes()).unwrap();
        assert_eq!(file(&imported, "表.yaml"), expected, "{folder}");
        assert!(warnings(&imported).iter().any(|told| told.contains("按次序放进了数据")), "{:?}", imported.findings);
        // With a figure less nothing says which row is which.
        let row = text.rfind("\n0\n").unwrap();
        let fewer = import("报告.txt", format!("{}{}", &text[..row], &text[row + 2..]).as_bytes()).unwrap();
        assert_ne!(file(&fewer, "表.yaml"), expected, "{folder}");
    }
}

#[test]
fn a_figure_before_its_label_comes_in_its_order_where_all_others_keep_theirs() {
    let text = lines(&document(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/qinghe/2017")));
    let expected = file(&import("报告.txt", text.as_bytes()).unwrap(), "表.yaml");
    let row = text.lines().find(|line| line.starts_with("3.政策解读稿件发布数")).unwrap();
    let (label, figure) = row.rsplit_once(' ').unwrap();
    let imported = import("报告.txt", text.replace(row, &format!("{figure}\n{label}")).as_bytes()).unwrap();
    assert_eq!(file(&imported, "表.yaml"), expected);
    assert!(warnings(&imported).iter().any(|told| told.contains("按次序放进了数据")), "{:?}", imported.findings);
}

/// Figures of a form that fulfil its equations.
fn figures(form: &Form, numbers: &[u32]) -> BTreeMap<String, String> {
    let mut numbers = numbers.iter().cycle().copied();
    let mut figures = Figures::of(form);
    let kind = |path: &str| match form.slots.get(path) {
        Some(Slot::Leaf(leaf)) => leaf.kind,
        _ => Kind::Count,
    };
    for path in form.slots.leaves("") {
        let number = numbers.next().unwrap_or(0);
        let text = match kind(&path) {
            Kind::Count => number.to_string(),
            Kind::Signed => format!("{}{}", if number % 2 == 0 { "+" } else { "-" }, number / 2 + 1),
            Kind::Money => format!("{}.{:02} 元", number / 100 + 1, number % 100),
            Kind::Amount => format!("{}.{:03}", number / 1000, number % 999 + 1).trim_end_matches('0').into(),
        };
        // Only some offices can have rules of their own; totals are computed.
        if !form.slots.get(&path).is_some_and(Slot::is_total) {
            let rule = form.law.competences.iter().any(|competence| competence.rows.iter().any(|row| path.starts_with(row)));
            let text = if rule { "0" } else { &text };
            figures.insert(path.clone(), Figure::parse(text, kind(&path)).unwrap(), Written::Nowhere);
        }
    }
    for _ in 0..3 {
        for instance in &form.instances {
            let formula = &instance.equation.holds;
            if instance.total.is_some() || formula.names().any(|name| name.starts_with("上年.")) {
                continue;
            }
            let mut whole = figures.clone();
            whole.complete(form);
            let value = |sum| evaluate(sum, |name| whole.total(instance.figures(name)?)).unwrap();
            let (left, right) = (value(&formula.left), value(&formula.right));
            let mut set = |name: &str, value: Decimal| {
                let path = instance.operand(name).full_path();
                figures.insert(path.clone(), Figure::parse(&value.to_string(), kind(&path)).unwrap(), Written::Nowhere);
            };
            let names: Vec<_> = formula.left.names().collect();
            match (formula.relation, names.as_slice()) {
                (Relation::AtMost, [name]) if left > right => set(name, right),
                (Relation::AtMost, []) if left > right => formula.right.names().for_each(|name| set(name, Decimal::ZERO)),
                (Relation::Equal, [first, others @ ..]) => {
                    let mut rest = right;
                    for name in others {
                        let own = whole.total(instance.figures(name).unwrap()).unwrap().min(rest);
                        set(name, own);
                        rest -= own;
                    }
                    set(first, rest);
                }
                _ => {}
            }
        }
    }
    let shown = |path: &str| figures.get(path).map(|cell| (path.to_string(), cell.figure.shown().to_string()));
    figures.paths().into_iter().filter_map(shown).collect()
}

fn words(text: String) -> Words {
    Words { text, path: String::new() }
}

/// Sentences and headings that say nothing of figures.
fn sentence() -> impl Strategy<Value = String> {
    let words = [
        "公开",
        "政务",
        "平台",
        "栏目，",
        "群众",
        "各部门",
        "“一张网”",
        "《条例》",
        "办法、",
        "（试行）",
        "更新",
        "Ａ级",
        "建设；",
    ];
    let pieces = proptest::collection::vec(proptest::sample::select(words.to_vec()), 1..40);
    pieces.prop_map(|pieces| format!("全县{}到位。", pieces.concat()))
}

fn heading() -> impl Strategy<Value = String> {
    let words = ["规范", "推进", "公开", "平台", "解读", "保障"];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 2..4).prop_map(|words| words.concat())
}

fn passage() -> impl Strategy<Value = Passage> {
    let paragraph = sentence().prop_map(|text| Passage::Paragraph(words(text)));
    paragraph.prop_recursive(3, 12, 4, |inner| {
        let headed = (heading(), any::<Option<bool>>(), proptest::collection::vec(inner, 1..4));
        headed.prop_map(|(heading, run_in, body)| {
            // A paragraph after a heading's own is the heading's, as in any report: paragraphs come first.
            let mut body = body;
            body.sort_by_key(|passage| matches!(passage, Passage::Headed { .. }));
            Passage::Headed { heading: words(heading), run_in, body }
        })
    })
}

fn passages() -> impl Strategy<Value = Vec<Passage>> {
    proptest::collection::vec(passage(), 1..5).prop_map(|mut passages| {
        passages.sort_by_key(|passage| matches!(passage, Passage::Headed { .. }));
        passages
    })
}

proptest::proptest! {
    // A case has every figure of every form and a text for every part, and those that failed once are tried again beside these.
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 2, max_shrink_iters: 30, ..Default::default() })]

    #[test]
    fn any_report_of_any_form_comes_back(
        numbers in proptest::collection::vec(0_u32..2_000_000, 97),
        text in proptest::collection::vec(passages(), 8),
        other in heading(),
    ) {
        let shelf = Shelf::templates(None);
        for (name, year) in [("2014", 2016), ("2019", 2020), ("2021", 2023)] {
            let form = Form::load(&shelf, name).unwrap();
            let cover = [("机关", "云岭县"), ("类别", "县级政府"), ("署名", "云岭县人民政府办公室"), ("联系电话", "0000-8360000"), ("地址", "云岭县中山路8号")];
            let mut cover: BTreeMap<_, _> = cover.map(|(key, value)| (key, vec![value.to_string()])).into();
            cover.insert("成文日期", vec![format!("{}-01-20", year + 1)]);
            let keys = form.law.parts.iter().filter(|part| part.table.is_none());
            let sections = keys.zip(&text).map(|(part, passages)| Section { key: part.key.clone(), passages: passages.clone() });
            let part = &form.law.parts[numbers[0] as usize % form.law.parts.len()];
            let known = Known {
                cover,
                // A heading that fills more than its line cannot be told from text, unless it is the form's.
                headings: vec![(part.key.clone(), format!("{}{other}", part.heading))]
                    .into_iter()
                    .filter(|(_, heading)| heading.chars().count() < 24)
                    .collect(),
                site_of: None,
                sections: sections.collect(),
                figures: Carried::of(figures(&form, &numbers)),
            };
            let office = tempfile::tempdir().unwrap();
            let folder = office.path().join(year.to_string());
            fs::create_dir(&folder).unwrap();
            filled(&form, year, &known).iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
            comes_back(&folder);
        }
    }
}
