//! Characters of symbol fonts (`w:sym`, ECMA-376 Part 1, 17.3.3.30) → the characters of Unicode that look like them.

/// What a symbol shows. One that is not known stays the character of private use that it is, so that it is told where it cannot be
/// printed.
pub fn symbol(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code, 16).ok()?;
    // Word writes the characters of symbol fonts from U+F000 on.
    let shown = match (font, code & 0xFF) {
        ("Wingdings", 0x6C) => '●',
        ("Wingdings", 0x6E) => '■',
        ("Wingdings", 0x6F | 0xA8) => '□',
        ("Wingdings", 0x75) => '◆',
        ("Wingdings", 0xA1) => '○',
        ("Wingdings", 0xE0) => '→',
        ("Wingdings", 0xFB) => '✗',
        ("Wingdings", 0xFC) => '✓',
        ("Wingdings", 0xFE) | ("Wingdings 2", 0x52) => '☑',
        ("Wingdings", circled @ 0x81..=0x8A) => char::from_u32(0x2460 + circled - 0x81)?,
        ("Wingdings 2", 0x50) => '✓',
        ("Wingdings 2", 0xA3) => '□',
        ("Symbol", 0xB1) => '±',
        ("Symbol", 0xB3) => '≥',
        ("Symbol", 0xA3) => '≤',
        ("Symbol", 0xB4) => '×',
        ("Symbol", 0xB7) => '·',
        _ => char::from_u32(code)?,
    };
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::symbol;

    #[test]
    fn symbols_are_what_they_look_like() {
        assert_eq!(symbol("Wingdings", "F0FE"), Some('☑'));
        assert_eq!(symbol("Wingdings", "F082"), Some('②'));
        assert_eq!(symbol("宋体", "4E00"), Some('一'));
        assert_eq!(symbol("Webdings", "F021"), Some('\u{F021}'));
        assert_eq!(symbol("Wingdings", "字"), None);
    }
}
