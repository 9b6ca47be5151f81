//! Where the office can be reached and where the report is published, read from a sentence.

use std::sync::LazyLock;

use regex::Regex;

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:https?://|www\.)[!-~]+").ok());
static PAIR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(联系地址|通信地址|通讯地址|办公地址|地址|邮政编码|邮编|电子邮箱|电子邮件|邮箱|联系电话|咨询电话|电话|传真)[：:]([^，；。,;）：]+)",
    )
    .ok()
});
static OFFICE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(?:请与|请和|请联系|请向)([^，；。（）(]{2,40}?)(?:联系|反映|咨询|（|[(]|，|$)").ok());
/// What such sentences say around the values; the layouts say it again.
static FRAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(?:19|20)[0-9]{2}年度?|政府信息公开|政务公开|信息公开|工作|年度报告|年报|本年度|报告|电子版|全文|\
         可以|可在|查阅|查询|下载|登载|公布|浏览|门户网站|网站|网页|网址|栏目|专栏|人民政府|\
         如果|如有|如对|若对|若有|对于|任何|有关|相关|内容|疑问|疑义|问题|意见|建议|欢迎|社会各界|社会|公众|\
         请与|请和|请向|请联系|请见|联系方式|联系|反映|咨询|本机关|办公室",
    )
    .ok()
});
/// The most characters beside values and frame that a sentence of contacts alone can have: the name of a site.
const MOST: usize = 12;

/// What a sentence says of where the office can be reached.
#[derive(Debug, Default, PartialEq)]
pub struct Contact {
    /// Key of 联系方式 or 网址 → value.
    pub values: Vec<(&'static str, String)>,
    /// Whether it says nothing else, and nothing twice and differently.
    pub whole: bool,
}

/// Reads a sentence that tells how to reach the office or where the report is published; nothing if it does neither.
pub fn contact(sentence: &str) -> Option<Contact> {
    let mut values = vec![];
    // The stretches of the sentence that the values stand in.
    let mut said = vec![];
    for found in PAIR.as_ref()?.captures_iter(sentence) {
        let (Some(whole), Some(name), Some(value)) = (found.get(0), found.get(1), found.get(2)) else { continue };
        if is_own(&sentence[..whole.start()]) {
            values.push((key(name.as_str()), value.as_str().trim().to_string()));
            said.push(whole.range());
        }
    }
    let asks =
        sentence.contains("联系") && (sentence.contains("疑问") || sentence.contains("问题") || sentence.contains("请与"));
    let alone = values.len() == 1 && values[0].1.chars().count() + 6 >= sentence.chars().count();
    if values.len() < 2 && !alone && !(values.len() == 1 && asks) {
        values.clear();
        said.clear();
    }
    if asks
        && let Some(office) = OFFICE.as_ref().and_then(|office| office.captures(sentence)?.get(1))
        && !values.is_empty()
        && office.as_str() != "本机关"
    {
        values.push(("单位", office.as_str().into()));
        said.push(office.range());
    }
    if ["电子版", "年度报告", "年报", "本报告"].iter().any(|word| sentence.contains(word))
        && let Some(found) = ADDRESS.as_ref()?.find(sentence)
    {
        let site = found.as_str().trim_end_matches([')', '.', ',', ';']);
        values.push(("网址", site.into()));
        said.push(found.start()..found.start() + site.len());
    }
    let differs = |(at, (key, value)): (usize, &(&str, String))| {
        values[..at].iter().any(|(other, known)| other == key && known != value)
    };
    let whole = !values.iter().enumerate().any(differs) && is_frame(sentence, said);
    (!values.is_empty()).then_some(Contact { values, whole })
}

/// Whether a name that follows some words stands for itself: 投诉电话 is another telephone.
fn is_own(before: &str) -> bool {
    !before.ends_with(char::is_alphanumeric)
        || ["办公", "单位", "机关", "机构", "办公室", "的", "联系"].iter().any(|word| before.ends_with(word))
}

/// Whether nothing but the usual frame stands outside some stretches of a sentence.
fn is_frame(sentence: &str, mut said: Vec<std::ops::Range<usize>>) -> bool {
    said.sort_by_key(|range| range.start);
    let (mut rest, mut from) = (String::new(), 0);
    for range in said {
        rest.push_str(sentence.get(from..range.start).unwrap_or_default());
        rest.push('，');
        from = from.max(range.end);
    }
    rest.push_str(&sentence[from..]);
    let Some(frame) = FRAME.as_ref() else { return false };
    let rest = frame.replace_all(&rest, "");
    !rest.contains(char::is_numeric) && rest.chars().filter(|c| c.is_alphanumeric()).count() <= MOST
}

fn key(name: &str) -> &'static str {
    match name {
        "邮政编码" | "邮编" => "邮政编码",
        "电子邮箱" | "电子邮件" | "邮箱" => "电子邮箱",
        "联系电话" | "咨询电话" | "电话" => "联系电话",
        "传真" => "传真",
        _ => "地址",
    }
}

#[cfg(test)]
mod tests {
    use super::contact;

    #[test]
    fn a_sentence_about_contacts_is_one() {
        let found = contact("如有疑问，请与某县政务公开办公室联系（地址：某路1号，邮编：000000，电话：0000-1）").unwrap();
        let expected = [("地址", "某路1号"), ("邮政编码", "000000"), ("联系电话", "0000-1"), ("单位", "某县政务公开办公室")];
        assert_eq!(found.values, expected.map(|(key, value)| (key, value.to_string())));
        assert!(found.whole);
        assert_eq!(contact("加强与群众的联系，改进电话服务"), None);
        assert_eq!(contact("开通网站http://www.example.gov.cn"), None);
    }

    #[test]
    fn what_else_a_sentence_says_keeps_it_in_the_text() {
        for sentence in [
            "联系电话：0000-6220018",
            "本报告电子版在县政府门户网站“政府信息公开年报”栏目可以下载（网址：http://www.a.example/nb/）",
            "《某县2020年政府信息公开工作年度报告》可在某县人民政府网站http://www.a.example查阅",
        ] {
            assert!(contact(sentence).is_some_and(|found| found.whole), "{sentence}");
        }
        for sentence in [
            "联系电话：0000-6220018，联系电话：0000-6220019",
            "联系电话：0000-6220018，邮编：000000，监督电话请拨12345",
            "联系电话：0000-6220018，邮编：000000，投诉电话：0000-5550000",
            "全年主动公开信息稳步增加，答复申请及时规范，本报告电子版见http://www.a.example/",
        ] {
            assert!(contact(sentence).is_none_or(|found| !found.whole), "{sentence}");
        }
        assert_eq!(contact("投诉电话：0000-5550000"), None);
    }
}
