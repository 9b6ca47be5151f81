//! Addresses: of the web, of mail, of telephones.

use std::sync::LazyLock;

use regex::Regex;

use super::{Subject, pattern};
use crate::diagnostic::{Code, Diagnostic};

static WEB: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?(/[!-~\u{80}-\u{10FFFF}]*)?$"));
static MAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$"));
static TELEPHONE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(\(?0[0-9]{2,3}\)?-?[2-9]?[0-9]{6,7}(-[0-9]{1,6})?|1[0-9]{10}|[0-9]{5,8})$"));
static BROKEN_WEB: LazyLock<Regex> = LazyLock::new(|| pattern(r"https?(//:|:/[^/]|//[^:]|：//)"));

/// The addresses of 报告, and web addresses in the text that cannot lead anywhere.
pub fn bad_contact(subject: &Subject) -> Vec<Diagnostic> {
    let meta = &subject.report.meta;
    let mut findings = vec![];
    let mut look = |path: &str, value: &str, good: bool, help: &str| {
        if !good && !subject.report.is_faulty(path) {
            let name = path.rsplit('.').next().unwrap_or(path);
            let finding = Diagnostic::warning(Code::BadContact, format!("{name}“{value}”写得不对")).at_data(path, "");
            findings.push(finding.help(help));
        }
    };
    if let Some(site) = &meta.site {
        look("报告.网址", site, WEB.is_match(site), "写成 http://www.example.gov.cn/ 这样，标点用半角");
    }
    for (key, value) in &meta.contact {
        let path = format!("报告.联系方式.{key}");
        match *key {
            "电子邮箱" => look(&path, value, MAIL.is_match(value), "写成 name@example.gov.cn 这样"),
            "邮政编码" => {
                let six = value.len() == 6 && value.bytes().all(|b| b.is_ascii_digit());
                look(&path, value, six, "邮政编码是六位数字");
            }
            "联系电话" | "传真" => {
                let mut numbers = value.split(['、', '，', ',', '/', '；', ' ']).filter(|number| !number.is_empty());
                look(&path, value, numbers.all(|number| TELEPHONE.is_match(number)), "写成 0936-1234567 这样，标点用半角");
            }
            _ => {}
        }
    }
    for passage in subject.passages.iter().filter(|passage| passage.text.contains("http")) {
        for found in BROKEN_WEB.find_iter(&passage.text) {
            let finding = passage.warning(Code::BadContact, "网址写得不对", found.range());
            findings.push(finding.help("网址以 http:// 或 https:// 开头，标点用半角"));
        }
    }
    findings
}
