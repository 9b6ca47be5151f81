//! The keys of 报告 as people are told of them: for the comments of a new folder and for editors.

/// A key of 报告.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What is written there.
    pub hint: &'static str,
    /// Whether it must be there.
    pub needed: bool,
    /// What its value looks like.
    pub shape: Shape,
}

/// What the value of a key looks like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A year of four digits.
    Year,
    /// A date.
    Date,
    /// One of the kinds of organ that the form names.
    Kind,
    /// The name of a form.
    Form,
    /// A length in millimetres.
    Millimetres,
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// A text for each part of the form that needs one.
    Headings,
    /// Keys of its own.
    Group(&'static [Key]),
}

/// All keys of 报告, in the order in which they are best written.
pub const KEYS: &[Key] = &[
    needed("年度", "报告的是哪一年，四位数字", Shape::Year),
    needed("机关", "标题和正文里的名称", Shape::Text),
    needed("类别", "机关属于哪一类，决定公布的期限", Shape::Kind),
    optional("标题", "可省：省去时是“机关＋年度＋年政府信息公开工作年度报告”；写成列表则一项一行", Shape::Texts),
    optional("表式", "可省：省去时取该年度适用的；只在照原样重制往年报告时才写", Shape::Form),
    needed("署名", "落款的机关；联合署名写成列表，主办的在前", Shape::Texts),
    needed("成文日期", "写成 2021-02-19 这样，不能早于年度结束", Shape::Date),
    optional("印章", "可省：底色透明的 PNG 图片，放在年度文件夹里；联合署名写成列表，与署名一一对应", Shape::Texts),
    optional("印章直径", "可省：写成 45mm 这样，省去时 42mm", Shape::Millimetres),
    optional("网址", "可省：本报告电子版登载的网址", Shape::Text),
    optional("联系方式", "可省：各项都可省，印在正文末尾", Shape::Group(CONTACT)),
    optional("索引号", "可省：政府信息的索引号", Shape::Text),
    optional("公开方式", "可省：例如 主动公开", Shape::Text),
    optional("附件", "可省：附件的名称，一项一个，印成附件说明", Shape::Texts),
    optional("部分标题", "可省：标题与表式不同的部分，一项一行写成“部分: 标题”，不带序号", Shape::Headings),
    optional("填报", "可省：印在统计表下面，只有2014表式有", Shape::Group(FILING)),
];

/// The keys of 联系方式.
const CONTACT: &[Key] = &[
    optional("单位", "省去时印“本机关”", Shape::Text),
    optional("地址", "通信地址", Shape::Text),
    optional("邮政编码", "六位数字", Shape::Text),
    optional("电子邮箱", "电子邮箱", Shape::Text),
    optional("联系电话", "带区号", Shape::Text),
    optional("传真", "带区号", Shape::Text),
];

/// The keys of 填报.
const FILING: &[Key] = &[
    optional("单位负责人", "姓名，省去则留空", Shape::Text),
    optional("审核人", "姓名，省去则留空", Shape::Text),
    optional("填报人", "姓名，省去则留空", Shape::Text),
    optional("填报日期", "写成 2018-03-20 这样，省去则留空", Shape::Date),
];

const fn needed(name: &'static str, hint: &'static str, shape: Shape) -> Key {
    Key { name, hint, needed: true, shape }
}

const fn optional(name: &'static str, hint: &'static str, shape: Shape) -> Key {
    Key { name, hint, needed: false, shape }
}

#[cfg(test)]
mod tests {
    use super::KEYS;
    use crate::diagnostic::Diagnostics;
    use crate::report::Meta;
    use crate::yaml::{Node, Tree};

    #[test]
    fn people_are_told_of_the_keys_that_are_read() {
        let text = |text: &str| Node::Text(text.into());
        let entries = vec![("年度".to_string(), text("2021")), ("?".to_string(), Node::Null)];
        let tree = Tree { root: vec![("报告".into(), Node::Map(entries))], ..Tree::default() };
        let mut findings = Diagnostics::default();
        Meta::read(&tree, None, &mut findings).unwrap();
        let told = findings.0.iter().filter_map(|finding| finding.help.as_deref()?.strip_prefix("可以用的键："));
        let mut read: Vec<_> = told.flat_map(|keys| keys.split('、')).collect();
        let mut known: Vec<_> = KEYS.iter().map(|key| key.name).collect();
        read.sort_unstable();
        known.sort_unstable();
        assert_eq!(read, known);
    }
}
