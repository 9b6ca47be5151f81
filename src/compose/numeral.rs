//! Numbers in words: 结构层次序数 and Chinese numerals.

/// The number of a heading (GB/T 9704 7.3.3): 一、 then （一） then 1. then （1）.
pub fn ordinal(level: usize, number: u64) -> String {
    match level {
        1 => format!("{}、", chinese(number)),
        2 => format!("（{}）", chinese(number)),
        3 => format!("{number}."),
        _ => format!("（{number}）"),
    }
}

/// A number below ten thousand in 汉字: 十二, 二十, 一百零三. A larger one in digits.
pub fn chinese(number: u64) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    const PLACES: [(u64, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];
    if number == 0 || number >= 10_000 {
        return if number == 0 { DIGITS[0].into() } else { number.to_string() };
    }
    let mut words = String::new();
    let mut rest = number;
    for (place, name) in PLACES {
        let digit = rest / place;
        rest %= place;
        if digit > 0 {
            // 十二, not 一十二, at the start.
            if !(words.is_empty() && digit == 1 && place == 10) {
                words += DIGITS[digit as usize];
            }
            words += name;
        } else if !words.is_empty() && rest > 0 && !words.ends_with('零') {
            words += "零";
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{chinese, ordinal};

    #[test]
    fn counts_in_han() {
        let pairs = [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (103, "一百零三"),
            (110, "一百一十"),
            (1003, "一千零三"),
            (0, "零"),
        ];
        for (number, words) in pairs {
            assert_eq!(chinese(number), words);
        }
        assert_eq!(ordinal(2, 11), "（十一）");
        assert_eq!(ordinal(3, 2), "2.");
    }
}
