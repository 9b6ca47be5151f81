//! Where a report says whose it is and of which year: in its text before or behind the year, or only in what its page calls itself.

use super::{PAGE, file, import, value, warnings};

const HEADING: &str = "<h1>云岭县教育局2024年政府信息公开工作年度报告</h1>";
const NAME: &str = "<title>云岭县教育局2024年政府信息公开工作年度报告</title>";

/// The cover of the page with another heading and another name, and everything that is told.
fn cover(heading: &str, name: &str) -> (String, String) {
    assert!(PAGE.contains(HEADING) && PAGE.contains(NAME));
    let imported = import("报告.html", PAGE.replace(HEADING, heading).replace(NAME, name).as_bytes()).unwrap();
    let told: Vec<_> = imported.findings.0.iter().map(|finding| finding.message.clone()).collect();
    (file(&imported, "报告.yaml"), told.join("\n"))
}

#[test]
fn the_office_may_stand_behind_the_year() {
    let (cover, _) = cover("<h1>2024年云岭县教育局政府信息公开工作年度报告</h1>", "");
    assert_eq!((value(&cover, "机关"), value(&cover, "年度")), ("云岭县教育局".into(), "2024".into()));
    assert_eq!(value(&cover, "标题"), "\"2024年云岭县教育局政府信息公开工作年度报告\"");
}

#[test]
fn a_title_without_an_office_is_of_who_signs() {
    let (cover, told) = cover("<h1>2024年政府信息公开工作年度报告</h1>", "");
    assert_eq!(
        (value(&cover, "机关"), value(&cover, "标题")),
        ("云岭县教育局".into(), "\"2024年政府信息公开工作年度报告\"".into())
    );
    assert!(!told.contains("没有机关"), "{told}");
    let page = PAGE.replace(HEADING, "<h1>2024年政府信息公开工作年度报告</h1>").replace("2025年1月17日", "");
    let imported = import("报告.html", page.as_bytes()).unwrap();
    assert!(warnings(&imported).iter().any(|told| told.contains("标题里没有机关，也没有署名")), "{:?}", imported.findings);
    assert_eq!(value(&file(&imported, "报告.yaml"), "机关"), "~");
}

#[test]
fn a_page_may_have_its_title_in_its_name_alone() {
    for name in [
        NAME,
        "<title>云岭县教育局2024年政府信息公开工作年度报告-云岭县人民政府</title>",
        "<meta name=\"ArticleTitle\" content=\"云岭县教育局2024年政府信息公开工作年度报告\"><title>云岭县人民政府</title>",
    ] {
        let (cover, told) = cover("", name);
        assert_eq!((value(&cover, "机关"), value(&cover, "年度")), ("云岭县教育局".into(), "2024".into()), "{name}");
        assert!(told.contains("标题“云岭县教育局2024年政府信息公开工作年度报告”取自网页的名称"), "{told}");
    }
    // The text knows better.
    let (cover, told) = cover(HEADING, "<title>云岭县2023年政府信息公开工作年度报告</title>");
    assert_eq!((value(&cover, "机关"), value(&cover, "年度")), ("云岭县教育局".into(), "2024".into()));
    assert!(!told.contains("网页的名称"), "{told}");
}
