//! A text → the words it is compared by: 汉字 and marks one by one; numbers, Latin words, addresses and 〔2019〕60号 whole.

/// The words of a text; together they are the text.
///
/// ```
/// use nianbao::compare::token::tokens;
///
/// assert_eq!(tokens("依国办公开办函〔2019〕60号办结12.5%件"), ["依", "国", "办", "公", "开", "办", "函", "〔2019〕60号", "办", "结", "12.5%", "件"]);
/// ```
pub fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = vec![];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = number_of_a_document(rest).unwrap_or_else(|| word(rest).max(first.len_utf8()));
        let (token, after) = rest.split_at(length + marks_upon(&rest[length..]));
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// The length of 〔2019〕60号 at the start of a text.
fn number_of_a_document(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let year = text.strip_prefix('〔')?;
    let number = year[digits(year)..].strip_prefix('〕')?;
    let end = number[digits(number)..].strip_prefix('号')?;
    (digits(year) > 0 && digits(number) > 0).then_some(text.len() - end.len())
}

/// The length of the number, Latin word or address at the start of a text; a percent sign belongs to its number, a slash at the end to
/// its address.
fn word(text: &str) -> usize {
    let bytes = text.as_bytes();
    let in_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let mut end = 0;
    while in_word(bytes.get(end)) {
        end += 1;
        let joints = bytes[end..].iter().take_while(|byte| b"._-@:/?=&%#~+".contains(byte)).count();
        if in_word(bytes.get(end + joints)) {
            end += joints;
        }
    }
    end + usize::from(end > 0 && matches!(bytes.get(end), Some(b'%' | b'/')))
}

/// The length of what changes the character before it and is none by itself: combining marks, variation selectors.
fn marks_upon(text: &str) -> usize {
    let mark = |c: &char| matches!(c, '\u{300}'..='\u{36F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    text.chars().take_while(mark).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn numbers_and_words_are_whole() {
        let expected =
            ["共", "12.5", "万", "元", "，", "见", "http://www.a.example/b?c=1", "。", "OA", " ", "e-mail", "：", "-", "3"];
        assert_eq!(tokens("共12.5万元，见http://www.a.example/b?c=1。OA e-mail：-3"), expected);
        assert_eq!(tokens("占50%，〔2019〕号〔〕3号"), ["占", "50%", "，", "〔", "2019", "〕", "号", "〔", "〕", "3", "号"]);
        assert_eq!(tokens("葛\u{E0100}洲"), ["葛\u{E0100}", "洲"]);
        assert_eq!(tokens("1."), ["1", "."]);
    }

    #[test]
    fn nothing_is_lost() {
        for text in ["", "甲", "a.b.", "12%%", "〔2019〕60", "\u{301}"] {
            assert_eq!(tokens(text).concat(), text);
        }
    }
}
