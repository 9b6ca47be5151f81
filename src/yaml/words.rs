//! What the YAML parser and serde say, in the user's words: no English reaches a clerk.

/// What the parser says → what is wrong, the more exact first. The left side is a part of its message.
const SYNTAX: &[(&str, &str)] = &[
    ("control characters are not allowed", "有看不见的控制字符"),
    ("tab character", "这里不能用制表符（Tab），只能用空格"),
    ("did not find expected ',' or ']'", "方括号里的各项之间要有逗号，最后要有“]”"),
    ("did not find expected ',' or '}'", "花括号里的各项之间要有逗号，最后要有“}”"),
    ("could not find expected ':'", "这里应当是“键: 值”，却没有冒号"),
    ("mapping values are not allowed", "这里不能再有“键: 值”：缩进没有对齐，或者文字里有“: ”"),
    ("mapping keys are not allowed", "这里不能有键"),
    ("block sequence entries are not allowed", "这里不能是“- ”开头的一项"),
    ("did not find expected key", "缩进没有对齐，或者引号、括号之后多出了文字"),
    ("did not find expected '-' indicator", "缩进没有对齐，或者这一项没有以“- ”开头"),
    ("did not find expected node content", "这里缺少一个值"),
    ("did not find expected <document start>", "最外层的数据之后多出了内容，多半是缩进没有对齐"),
    ("unexpected document indicator", "引号还没有结束就到了“---”或“...”"),
    ("unexpected end of stream", "引号到文件末尾还没有结束"),
    ("unknown escape character", "双引号里的“\\”之后不能是这个字符；要写“\\”本身，把双引号换成单引号"),
    ("hexadecimal number", "双引号里的“\\u”之后要有四个十六进制数字"),
    ("Unicode character escape", "双引号里的“\\u”写的不是一个字"),
    ("surrogate", "双引号里的“\\u”写的不是一个字"),
    ("cannot start any token", "文字不能以这个符号开头；整段放在引号里"),
    ("undefined alias", "以“*”开头的文字要放在引号里"),
    ("unknown anchor", "以“*”开头的文字要放在引号里"),
    ("alphabetic or numeric character", "以“*”或“&”开头的文字要放在引号里"),
    ("duplicate anchor", "以“&”开头的文字要放在引号里"),
    ("tag", "以“!”开头的文字要放在引号里"),
    ("TAG", "以“%”开头的行不能用"),
    ("directive", "以“%”开头的行不能用"),
    ("version number", "以“%”开头的行不能用"),
    ("comment or line break", "“|”或“>”之后要换行，文字从下一行写起"),
    ("indentation indicator", "“|”或“>”之后的缩进数要从 1 到 9"),
    ("invalid type", "键只能是文字"),
    ("EOF", "文件没有写完"),
    ("limit exceeded", "引用（&、*）或嵌套太多"),
];

/// What is wrong with the writing.
pub fn syntax(said: &str) -> Option<&'static str> {
    SYNTAX.iter().find(|(part, _)| said.contains(part)).map(|(_, words)| *words)
}

/// What is wrong with a file of the program's own, of which serde knows the shape: its path in the file, then the fault.
pub fn shape(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    let said = message.split(" at line ").next().unwrap_or_default();
    let (path, said) = match said.split_once(": ") {
        Some((path, said)) if path.chars().all(|c| c.is_alphanumeric() || "_-.[]?".contains(c)) => (path, said),
        _ => ("", said),
    };
    // A name can have a backquote of its own.
    let (named, expected) = said.split_once(", expected ").unwrap_or((said, ""));
    let name = named.split_once('`').and_then(|(_, name)| name.strip_suffix('`'));
    let names: Vec<_> = name.into_iter().chain(expected.split('`').skip(1).step_by(2)).collect();
    let words = match (said, &names[..]) {
        (said, [name, known @ ..]) if said.starts_with("unknown field") && !known.is_empty() => {
            format!("没有“{name}”这个键，可以用：{}", known.join("、"))
        }
        (said, [name, known @ ..]) if said.starts_with("unknown variant") => {
            format!("不能写“{name}”，可以写：{}", known.join("、"))
        }
        (said, [name, ..]) if said.starts_with("unknown field") => format!("没有“{name}”这个键"),
        (said, [name, ..]) if said.starts_with("missing field") => format!("缺少“{name}”"),
        (said, [name, ..]) if said.starts_with("duplicate field") => format!("“{name}”写了不止一次"),
        (said, _) if said.starts_with("duplicate entry") => "同一个键写了不止一次".into(),
        (said, _) if said.starts_with("invalid type") || said.starts_with("invalid length") => "值的形式不对".into(),
        (said, _) if said.starts_with("invalid value") => "值不在允许的范围里".into(),
        (said, _) if said.starts_with("data did not match") => "写法不对：有不认识的键，或者值的形式不对".into(),
        // What the readers of single values say is Chinese already.
        (said, _) if said.starts_with(|c: char| !c.is_ascii()) => said.into(),
        (said, _) => syntax(said).unwrap_or("写法不对").into(),
    };
    let path = path.trim_start_matches('.');
    if path.is_empty() { words } else { format!("{path}：{words}") }
}

#[cfg(test)]
mod tests {
    use super::{shape, syntax};

    #[test]
    fn the_parser_is_understood() {
        for text in
            ["甲: \"一", "甲: [1", "甲: @", "甲: *乙", "甲: \"\\q\"", "甲: 1\n 乙: 2", "- 甲\n乙: 1", "甲: !<", "%甲"]
        {
            let error = serde_yaml::from_str::<serde_yaml::Value>(text).unwrap_err().to_string();
            assert!(syntax(&error).is_some(), "{text}: {error}");
        }
    }

    #[test]
    fn serde_is_understood() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Row {
            #[serde(rename = "行")]
            _row: u8,
        }
        let told = |text: &str| shape(&serde_yaml::from_str::<Vec<Row>>(text).unwrap_err());
        assert_eq!(told("[{ 列: 1 }]"), "[0]：没有“列”这个键，可以用：行");
        assert_eq!(told("[{}]"), "[0]：缺少“行”");
        assert_eq!(told("[{ 行: 一 }]"), "[0].行：值的形式不对");
        assert_eq!(told("[{ 行: 300 }]"), "[0].行：值不在允许的范围里");
    }
}
