//! 报告: what the report is, whose, of which year, signed by whom and when.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};
use crate::document::Date;
use crate::gap::{GAP, or_gap};
use crate::unit::Pt;
use crate::yaml::{Fields, Node, Tree, bad_value, join};

/// The key 报告.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// 年度: the year reported on.
    pub year: u16,
    /// Whether the data do not say the year, so that one was assumed.
    pub assumed: bool,
    /// 机关: the name in the title and the text.
    pub organ: String,
    /// 类别: which kind of organ; decides the deadline.
    pub kind: String,
    /// 标题: the lines of the title.
    pub title: Vec<String>,
    /// 表式: the form to use instead of the year's.
    pub form: Option<String>,
    /// 署名: the offices that sign, in order.
    pub names: Vec<String>,
    /// 成文日期.
    pub date: Date,
    /// 印章: the pictures of the seals, one for each name, or none.
    pub seals: Vec<String>,
    /// 印章直径: how wide a seal is printed, where that is not the style's.
    pub seal_width: Option<Pt>,
    /// 网址: where the report is published.
    pub site: Option<String>,
    /// 联系方式, as label and value in the order of the data.
    pub contact: Vec<(&'static str, String)>,
    /// 索引号.
    pub index: Option<String>,
    /// 公开方式.
    pub disclosure: Option<String>,
    /// 附件: names of the annexes.
    pub annexes: Vec<String>,
    /// 填报: who answers for the table of an annex, as label and value.
    pub filing: Vec<(&'static str, String)>,
}

/// The keys of 联系方式.
const CONTACT: [&str; 6] = ["单位", "地址", "邮政编码", "电子邮箱", "联系电话", "传真"];
/// The keys of 填报; the last one is a date.
pub const FILING: [&str; 4] = ["单位负责人", "审核人", "填报人", "填报日期"];

impl Meta {
    /// Reads the key 报告. The form is not known yet; what it decides is checked later. A year that is not there is `assumed`.
    ///
    /// # Errors
    /// If 年度 cannot be read and none is assumed, nothing else can be read. All other faults go into `findings`.
    pub fn read(tree: &Tree, assumed: Option<u16>, findings: &mut Diagnostics) -> Result<Self> {
        let Some(node) = tree.get("报告") else {
            let finding = Diagnostic::error(Code::MissingKey, "数据里没有“报告”").at_data("报告", "");
            findings.push(finding.help("每份报告要有 报告:，下面写 年度、机关、类别、署名、成文日期"));
            // What is missing in it need not be told one by one.
            return match assumed {
                Some(_) => Self::read_fields(&Node::Null, assumed, &mut Diagnostics::default()),
                None => Err(std::mem::take(findings)),
            };
        };
        Self::read_fields(node, assumed, findings)
    }

    fn read_fields(node: &Node, assumed: Option<u16>, findings: &mut Diagnostics) -> Result<Self> {
        let mut fields = Fields::of("报告", node, findings);
        let year = fields.required("年度");
        let organ = fields.required("机关").unwrap_or_default();
        let kind = fields.required("类别").unwrap_or_default();
        let title = fields.texts("标题");
        let form = fields.optional("表式");
        let names = fields.texts("署名");
        let date = fields.required("成文日期");
        let site = fields.optional("网址");
        let contact = fields.node("联系方式");
        let index = fields.optional("索引号");
        let disclosure = fields.optional("公开方式");
        let annexes = fields.texts("附件");
        let filing = fields.node("填报");
        // What the parts are is known with the form; the headings are read then.
        fields.node("部分标题");
        let seals = fields.texts("印章");
        let seal_width = fields.optional("印章直径");
        fields.finish();

        stray_braces("报告", node, findings);
        if !seals.is_empty() && seals.len() != names.len() {
            let message = format!("署名 {} 个，印章 {} 枚", names.len(), seals.len());
            findings.push(bad_value(
                "报告.印章",
                message,
                "印章与署名一一对应（GB/T 9704 7.3.5.1）；缺一枚就都不写，打印后加盖",
            ));
        }
        let seal_width = seal_width.and_then(|text| parse_width(&text, findings));
        if names.is_empty() {
            findings.push(Diagnostic::error(Code::MissingKey, "“报告”缺少“署名”").at_data("报告", "这里应当有 署名: …"));
        }
        let year = year.as_deref().and_then(|text| parse_year(text, findings));
        let Some(known) = year.or(assumed) else { return Err(std::mem::take(findings)) };
        let (assumed, year) = (year.is_none(), known);
        let title = if title.is_empty() { vec![default_title(&organ, year, assumed)] } else { title };
        let date = date.and_then(|text| parse_date(&text, year, findings)).unwrap_or_default();
        let contact = contact.map(|node| read_group("报告.联系方式", &CONTACT, node, findings)).unwrap_or_default();
        let filing = filing.map(|node| read_filing(node, findings)).unwrap_or_default();
        Ok(Self {
            year,
            assumed,
            organ,
            kind,
            title,
            form,
            names,
            date,
            seals,
            seal_width,
            site,
            contact,
            index,
            disclosure,
            annexes,
            filing,
        })
    }

    /// Whether the title is the one it would have if the data gave none.
    pub fn has_default_title(&self) -> bool {
        self.title == [default_title(&self.organ, self.year, self.assumed)]
    }

    /// Where the data name a seal.
    pub fn seal_path(&self, at: usize) -> String {
        if self.seals.len() == 1 { "报告.印章".into() } else { format!("报告.印章.{at}") }
    }

    /// 年度 as printed: a gap if the data do not say it.
    pub fn shown_year(&self) -> String {
        if self.assumed { GAP.into() } else { self.year.to_string() }
    }

    /// 署名 as printed: one gap if there is none.
    pub fn shown_names(&self) -> Vec<&str> {
        if self.names.is_empty() { vec![GAP] } else { self.names.iter().map(|name| or_gap(name)).collect() }
    }

    /// 成文日期 as printed: a gap if there is none.
    pub fn shown_date(&self) -> String {
        if self.is_dated() { self.date.chinese() } else { GAP.into() }
    }

    /// 成文日期, or the first day on which the report can be made if there is none: never the clock.
    pub fn issued(&self) -> Date {
        if self.is_dated() { self.date } else { Date { year: self.year.saturating_add(1), month: 1, day: 1 } }
    }

    fn is_dated(&self) -> bool {
        self.date != Date::default()
    }

    /// The title in one line.
    pub fn title_line(&self) -> String {
        self.title.concat()
    }
}

/// `{{…}}` belongs into 正文; elsewhere its braces would be printed.
fn stray_braces(path: &str, node: &Node, findings: &mut Diagnostics) {
    match node {
        Node::Text(text) if text.contains(['{', '}', '｛', '｝']) => {
            let finding = Diagnostic::error(Code::BadTemplate, format!("“{text}”里的花括号会照样印出来"));
            findings.push(finding.at_data(path, "").help("{{…}} 只能用在正文里；这里直接写出文字"));
        }
        Node::List(list) => {
            list.iter().enumerate().for_each(|(at, node)| stray_braces(&join(path, &at.to_string()), node, findings));
        }
        Node::Map(entries) => entries.iter().for_each(|(key, node)| stray_braces(&join(path, key), node, findings)),
        Node::Null | Node::Text(_) => {}
    }
}

fn default_title(organ: &str, year: u16, assumed: bool) -> String {
    let year = if assumed { GAP.into() } else { year.to_string() };
    format!("{}{year}年政府信息公开工作年度报告", or_gap(organ))
}

fn parse_year(text: &str, findings: &mut Diagnostics) -> Option<u16> {
    let year = Some(text).filter(|text| text.len() == 4).and_then(|text| text.parse().ok()).filter(|year| *year >= 1900);
    if year.is_none() {
        let finding = Diagnostic::error(Code::BadValue, format!("“{text}”不是年度")).at_data("报告.年度", "");
        findings.push(finding.help("写成四位数字，例如 2020"));
    }
    year
}

fn parse_date(text: &str, year: u16, findings: &mut Diagnostics) -> Option<Date> {
    let Some(date) = Date::parse(text) else {
        let finding = Diagnostic::error(Code::BadValue, format!("“{text}”不是日期")).at_data("报告.成文日期", "");
        findings.push(finding.help(format!("写成 {}-01-31 这样", year + 1)));
        return None;
    };
    if date.year <= year {
        findings.push(
            Diagnostic::error(Code::DateBeforeYearEnd, format!("成文日期早于{year}年年末"))
                .at_data("报告.成文日期", "")
                .help(format!("{year}年度的报告在{}年成文", year + 1)),
        );
    }
    Some(date)
}

/// How wide a seal is: the seals of offices measure 42 to 60 mm (国发〔1999〕25号), others less.
fn parse_width(text: &str, findings: &mut Diagnostics) -> Option<Pt> {
    let millimetres = text.trim().strip_suffix("mm").and_then(|number| number.trim().parse::<f64>().ok());
    let width = millimetres.filter(|width| (20.0..=60.0).contains(width)).map(Pt::mm);
    if width.is_none() {
        findings.push(bad_value("报告.印章直径", format!("“{text}”不是印章的直径"), "写成 42mm 这样，在 20mm 到 60mm 之间"));
    }
    width
}

fn read_group(path: &str, keys: &[&'static str], node: &Node, findings: &mut Diagnostics) -> Vec<(&'static str, String)> {
    let mut fields = Fields::of(path, node, findings);
    let group = keys.iter().filter_map(|key| Some((*key, fields.optional(key)?))).collect();
    fields.finish();
    group
}

/// Reads 填报, its date as it is printed.
fn read_filing(node: &Node, findings: &mut Diagnostics) -> Vec<(&'static str, String)> {
    let mut filing = read_group("报告.填报", &FILING, node, findings);
    for (key, value) in filing.iter_mut().filter(|(key, _)| key.ends_with("日期")) {
        match Date::parse(value) {
            Some(date) => *value = date.chinese(),
            None => {
                let path = format!("报告.填报.{key}");
                findings.push(
                    Diagnostic::error(Code::BadValue, format!("“{value}”不是日期"))
                        .at_data(path, "")
                        .help("写成 2018-03-20 这样"),
                );
            }
        }
    }
    filing
}
