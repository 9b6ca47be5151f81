//! Whatever the units have and however they are grouped and ordered, their sum is one.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use nianbao::diagnostic::Diagnostics;
use nianbao::form::{Form, Kind, Leaf, Slot};
use nianbao::report::Report;
use nianbao::rollup::{Addend, Gathering, Settled, Sum, settle};
use nianbao::shelf::Shelf;
use nianbao::source::Source;
use nianbao::yaml;
use proptest::prelude::*;
use proptest::sample::Index;
use rust_decimal::Decimal;

/// A unit's figures by path, whether they add up or not; totals are left out here and there.
type Figures = BTreeMap<String, Option<Decimal>>;

fn leaf(form: &Form, path: &str) -> Leaf {
    if let Some(Slot::Leaf(leaf)) = form.slots.get(path) { *leaf } else { panic!("{path} is no figure") }
}

fn figures(form: &Form, raws: &[u32]) -> Figures {
    let figure = |(path, raw): (String, &u32)| {
        let leaf = leaf(form, &path);
        let value = match leaf.kind {
            Kind::Count => Decimal::from(*raw),
            Kind::Signed => Decimal::from(i64::from(*raw) - 1000),
            Kind::Money => Decimal::new((*raw).into(), 2),
            Kind::Amount => Decimal::new((*raw).into(), 6),
        };
        // Of every four totals three follow from the other figures, as in sound data.
        let value = (!leaf.is_total() || raw % 4 == 0).then_some(value);
        (path, value)
    };
    form.slots.leaves("").into_iter().zip(raws.iter().cycle()).map(figure).collect()
}

/// The figures as YAML, each by its whole path.
fn text(form: &Form, year: u16, figures: &Figures) -> String {
    fn write(slot: &Slot, path: &str, depth: usize, form: &Form, figures: &Figures, text: &mut String) {
        for (key, child) in slot.children() {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let indent = "  ".repeat(depth);
            if !matches!(child, Slot::Leaf(_)) {
                *text += &format!("{indent}{key}:\n");
                write(child, &path, depth + 1, form, figures, text);
                if text.ends_with(&format!("{key}:\n")) {
                    text.truncate(text.len() - format!("{indent}{key}:\n").len());
                }
            } else if let Some(value) = figures[&path] {
                let money = leaf(form, &path).kind == Kind::Money && !value.is_zero();
                // An amount can be typed in either unit.
                let wan = money && value.mantissa() % 2 == 0;
                let shown = if wan { value / Decimal::from(10_000) } else { value }.normalize();
                *text += &format!(
                    "{indent}{key}: {shown}{}\n",
                    if wan {
                        " 万元"
                    } else if money {
                        " 元"
                    } else {
                        ""
                    }
                );
            }
        }
    }
    let mut text = format!(
        "报告: {{ 年度: {year}, 机关: 某局, 类别: 其他, 署名: 某局, 成文日期: {}-01-05, 表式: {} }}\n",
        year + 1,
        form.name
    );
    write(&form.slots, "", 0, form, figures, &mut text);
    text
}

fn addend(form: &Arc<Form>, at: usize, text: String) -> Addend {
    let source = Arc::new(Source { name: format!("{at}.yaml"), text });
    let report = Report::read_tables(yaml::read_sources([Ok(source)]).unwrap(), Arc::clone(form), 2025).unwrap();
    Addend::of(at, Path::new("某局/2025"), Ok((report, Diagnostics::default())), None)
}

/// The sum of some units, and the text of its tables without what is said at its head.
fn summed(texts: impl IntoIterator<Item = (Arc<Form>, String)>) -> (Sum, String) {
    let mut gathering = Gathering::new(None);
    for (at, (form, text)) in texts.into_iter().enumerate() {
        gathering.take(addend(&form, at, text));
    }
    let sum = gathering.finish(None, true).sum.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let settled = settle(&sum, &[], &folder.path().join("县"), &TEMPLATES, false).unwrap();
    let Settled::Written { paths, .. } = settled else { panic!("{settled:?}") };
    let text = std::fs::read_to_string(&paths[0]).unwrap();
    (sum, text)
}

static TEMPLATES: LazyLock<Shelf> = LazyLock::new(|| Shelf::templates(None));

fn forms() -> impl Iterator<Item = Arc<Form>> {
    Form::names(&TEMPLATES).into_iter().map(|name| Form::load(&TEMPLATES, &name).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn no_order_and_no_grouping_changes_a_sum(
        units in prop::collection::vec(prop::collection::vec(0_u32..2_000_000, 211), 1..8),
        cut in any::<Index>(),
        turn in any::<Index>(),
    ) {
        for form in forms() {
            let texts: Vec<_> = units.iter().map(|raws| (Arc::clone(&form), text(&form, 2025, &figures(&form, raws)))).collect();
            let (sum, whole) = summed(texts.clone());

            let mut turned = texts.clone();
            turned.rotate_left(turn.index(texts.len()));
            turned.reverse();
            prop_assert_eq!(&summed(turned).1, &whole);

            // The sums of two parts, each written and read again as the report of a government.
            let (some, others) = texts.split_at(cut.index(texts.len()));
            let parts = [some, others].into_iter().filter(|part| !part.is_empty());
            let parts: Vec<_> = parts.map(|part| (Arc::clone(&form), summed(part.to_vec()).1)).collect();
            let (again, same) = summed(parts);
            prop_assert_eq!(&same, &whole);
            for (path, _) in sum.leaves() {
                prop_assert_eq!(again.value(&path), sum.value(&path), "{}", path);
            }

            // Figures that are no totals are what a reader of the units reckons.
            for (path, _) in sum.leaves().into_iter().filter(|(_, leaf)| !leaf.is_total()) {
                let wanted: Decimal = units.iter().filter_map(|raws| figures(&form, raws)[&path]).sum();
                prop_assert_eq!(sum.value(&path), Some(wanted), "{}", path);
            }
        }
    }
}
