//! Persons: numbers that identify one do not belong in a published report.

use std::sync::LazyLock;

use regex::Regex;

use super::{Subject, pattern};
use crate::check::passage::Passage;
use crate::diagnostic::{Code, Diagnostic};

static DIGITS: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9]{11,18}[0-9Xx]?"));

/// Citizen identity numbers (GB 11643) and mobile telephone numbers.
pub fn personal_data(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    let suspicious = |passage: &&Passage| passage.has_byte(|byte| byte.is_ascii_digit()) && has_long_number(&passage.text);
    for passage in subject.passages.iter().filter(suspicious) {
        for found in DIGITS.find_iter(&passage.text) {
            let what = match found.as_str() {
                number if is_identity(number) => "身份证号码",
                number if is_mobile(number) => "手机号码",
                _ => continue,
            };
            let finding = passage.warning(Code::PersonalData, format!("正文里有{what}"), found.range());
            findings.push(finding.help("报告要向社会公布，删去个人信息"));
        }
    }
    findings
}

/// Whether eleven digits stand in a row.
fn has_long_number(text: &str) -> bool {
    text.as_bytes().split(|byte| !byte.is_ascii_digit()).any(|digits| digits.len() >= 11)
}

fn is_mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && matches!(number.as_bytes()[1], b'3'..=b'9')
}

/// Eighteen characters with a birthday and a right check character (GB 11643, ISO 7064 MOD 11-2).
fn is_identity(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let Some((digits, check)) = number.split_at_checked(17).filter(|(_, check)| check.len() == 1) else { return false };
    let sum: u32 = digits.chars().zip(WEIGHTS).map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight).sum();
    let expected = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize];
    let century = &digits[6..8];
    check.to_ascii_uppercase() == expected.to_string() && (century == "19" || century == "20")
}

#[cfg(test)]
mod tests {
    use super::{has_long_number, is_identity, is_mobile};

    #[test]
    fn knows_numbers_of_persons() {
        // A number made up with a right check character.
        assert!(is_identity("110101199003074514"));
        assert!(!is_identity("110101199003074510"));
        assert!(is_mobile("13800000000"));
        assert!(!is_mobile("12345678901"));
        assert!(has_long_number("甲13800000000") && !has_long_number("0931-1234567，2024年12月31日"));
    }
}
