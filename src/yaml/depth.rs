//! How deep brackets are nested, known before the parser reads them: its scanner goes through all that are open for every token,
//! so that a line of a hundred thousand brackets would take half a minute.

use super::scalar;

/// serde_yaml reads no deeper.
const DEEPEST: usize = 128;

/// Where the first bracket stands that is nested too deep to be read. A bracket counts where a value can begin, and all do inside
/// of others; what is quoted or a comment does not.
pub fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // What has not so many brackets has none so deep.
    if bytes.iter().filter(|byte| matches!(byte, b'[' | b'{')).count() <= DEEPEST {
        return None;
    }
    let (mut at, mut depth) = (0, 0_usize);
    let mut last = None; // before here in this line, without white space
    while let Some(&byte) = bytes.get(at) {
        let spaced = at == 0 || bytes[at - 1].is_ascii_whitespace();
        let begins = last.is_none() || spaced && last.is_some_and(|last| b":-?".contains(&last));
        let inside = depth > 0 && last.is_some_and(|last| b":,[{".contains(&last));
        match byte {
            b'[' | b'{' if depth == DEEPEST => return Some(at),
            b'[' | b'{' if depth > 0 || begins => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' | b'\'' if begins || inside => {
                at += scalar::closing(&text[at..], char::from(byte)).map_or(0, |end| end - 1);
            }
            // An anchor or a tag stands before the value, which begins after it.
            b'&' | b'!' if begins => {
                at += text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
                continue;
            }
            b'#' if spaced => at += text[at..].find('\n').map_or(text.len() - at, |end| end - 1),
            _ => {}
        }
        if byte == b'\n' {
            last = None;
        } else if !byte.is_ascii_whitespace() {
            last = Some(byte);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::too_deep;

    #[test]
    fn only_brackets_that_nest_count() {
        let many = |text: &str| text.repeat(129);
        assert_eq!(too_deep(&format!("甲: {}", many("["))), Some("甲: ".len() + 128));
        assert_eq!(too_deep(&format!("- {}", many("{ a: [\n"))), Some("- ".len() + 64 * "{ a: [\n".len()));
        assert!(too_deep(&format!("甲: [ {}", many("1, \"]\", [ # ]\n"))).is_some());
        assert!(too_deep(&format!("甲: &乙 !!seq {}", many("["))).is_some());
        for text in [
            format!("甲: {}{}", "[".repeat(128), "]".repeat(128)),
            many("甲: [1, { 乙: 2 }]\n"),
            many("甲: 见 [ 和 {\n"),
            many("甲: \"[ {{乙}} [\"\n乙: 'a''[' # [\n"),
            format!("甲: [1, \"{}\"] # {}\n", many("["), many("{")),
        ] {
            assert_eq!(too_deep(&text), None, "{text}");
        }
    }
}
