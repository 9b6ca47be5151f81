//! A figure of a table: an exact decimal with its printed form, or one of the marks that stand for nothing.

use rust_decimal::Decimal;

use crate::form::Kind;
use crate::gap::GAP;

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A number.
    Number {
        /// Its value; amounts in 元.
        value: Decimal,
        /// As printed: `+20`, `30828837.28 元`.
        shown: String,
    },
    /// `""`, `"/"` or `"-"`: printed as it stands, counted as 0.
    Mark(&'static str),
    /// Nothing was given (`~`).
    Gap,
}

impl Figure {
    /// A computed number.
    pub fn computed(value: Decimal) -> Self {
        Self::Number { value, shown: value.normalize().to_string() }
    }

    /// A value as it is typed: a change with its sign, an amount in 元. Nothing if no figure of the kind has that value.
    pub fn typed(value: Decimal, kind: Kind) -> Option<String> {
        let (sign, unit) = match kind {
            Kind::Signed if value > Decimal::ZERO => ("+", ""),
            Kind::Money if !value.is_zero() => ("", " 元"),
            Kind::Count | Kind::Signed | Kind::Money | Kind::Amount => ("", ""),
        };
        let typed = format!("{sign}{}{unit}", value.normalize());
        let read = Self::parse(&typed, kind).ok()?.value();
        (read == Some(value)).then_some(typed)
    }

    /// The value; nothing for a gap.
    pub fn value(&self) -> Option<Decimal> {
        match self {
            Self::Number { value, .. } => Some(*value),
            Self::Mark(_) => Some(Decimal::ZERO),
            Self::Gap => None,
        }
    }

    /// As printed; what was not given is a gap.
    pub fn shown(&self) -> &str {
        match self {
            Self::Number { shown, .. } => shown,
            Self::Mark(mark) => mark,
            Self::Gap => GAP,
        }
    }

    /// Reads a figure as typed.
    ///
    /// # Errors
    /// What is wrong and how it is written right.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, (String, &'static str)> {
        let text = text.trim();
        match text {
            "" => return Ok(Self::Mark("")),
            "/" | "／" => return Ok(Self::Mark("/")),
            "-" => return Ok(Self::Mark("-")),
            // Nothing needs no unit.
            "0" => return Ok(Self::Number { value: Decimal::ZERO, shown: "0".into() }),
            _ => {}
        }
        let (number, scale) = match kind {
            Kind::Money => amount(text)?,
            Kind::Amount if text.ends_with('元') => {
                return Err((format!("“{text}”带了单位"), "单位已经印在表里，只写数，例如 35.5"));
            }
            Kind::Count | Kind::Signed | Kind::Amount => (text, Decimal::ONE),
        };
        let value = decimal(number, text)?;
        let wrong = |message: &str, help| Err((format!("“{text}”{message}"), help));
        match kind {
            Kind::Count if number.starts_with(['+', '-']) => wrong("不能带正负号", "件数是不小于 0 的整数"),
            Kind::Count | Kind::Signed if number.contains('.') => wrong("不是整数", "件数、项目数只能是整数"),
            Kind::Money | Kind::Amount if value.is_sign_negative() => wrong("是负数", "金额不能是负数"),
            Kind::Money | Kind::Amount | Kind::Signed
                if number.starts_with(['+', '-']) && (value.is_zero() || kind != Kind::Signed) =>
            {
                wrong("不用正负号", "写成 0，或者不带符号的数")
            }
            _ => Ok(Self::Number { value: value * scale, shown: text.into() }),
        }
    }
}

/// Splits an amount from its unit; the unit as a multiple of 元.
fn amount(text: &str) -> Result<(&str, Decimal), (String, &'static str)> {
    let unit = |name: &str| text.strip_suffix(name).map(str::trim_end);
    unit("万元")
        .map(|number| (number, Decimal::from(10_000)))
        .or_else(|| unit("元").map(|number| (number, Decimal::ONE)))
        .ok_or_else(|| (format!("“{text}”没有单位"), "金额带上单位，写成 30828837.28 元 或 160.5964 万元"))
}

/// Reads `[+-]digits[.digits]`, nothing else.
fn decimal(number: &str, text: &str) -> Result<Decimal, (String, &'static str)> {
    let wrong = |message: &str, help| Err((format!("“{text}”{message}"), help));
    let digits = number.strip_prefix(['+', '-']).unwrap_or(number);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if number.chars().any(|c| ('０'..='９').contains(&c) || matches!(c, '．' | '＋' | '－')) {
        return wrong("用了全角数字", "数字、小数点和正负号用半角，例如 12、+3");
    }
    if number.contains([',', '，', '_', ' ']) {
        return wrong("里有分隔符", "不写千分位，例如 1234567");
    }
    if number.starts_with(['增', '减']) {
        return wrong("不是数字", "增加写 +3，减少写 -3");
    }
    if !plain(whole) || !plain(fraction) {
        return wrong("不是数字", "只写数字，不带单位和文字，例如 12；没有发生的写 0");
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return wrong("前面多了 0", "数字前面不加 0，例如 12");
    }
    // Below this no sum of a form can overflow: a total is never passed over because it cannot be computed.
    if whole.len() > 15 || fraction.len() > 6 {
        return wrong("太长", "最多 15 位整数、6 位小数");
    }
    number.parse().or_else(|_| wrong("不是数字", "只写数字，例如 12"))
}

#[cfg(test)]
mod tests {
    use super::Figure;
    use crate::form::Kind;

    fn value(text: &str, kind: Kind) -> Option<String> {
        Figure::parse(text, kind).ok().and_then(|figure| figure.value()).map(|value| value.normalize().to_string())
    }

    #[test]
    fn keeps_the_typed_form_and_the_exact_value() {
        assert_eq!(Figure::parse("+20", Kind::Signed).unwrap().shown(), "+20");
        assert_eq!(value("30828837.28 元", Kind::Money).as_deref(), Some("30828837.28"));
        assert_eq!(value("160.5964万元", Kind::Money).as_deref(), Some("1605964"));
        assert_eq!(value("123456789012345.678901", Kind::Amount).as_deref(), Some("123456789012345.678901"));
        assert_eq!(value("/", Kind::Count).as_deref(), Some("0"));
    }

    #[test]
    fn what_is_typed_is_read_as_the_same_value() {
        let typed = |text: &str, kind| Figure::typed(text.parse().unwrap(), kind);
        assert_eq!(typed("20", Kind::Signed).as_deref(), Some("+20"));
        assert_eq!(typed("-5", Kind::Signed).as_deref(), Some("-5"));
        assert_eq!(typed("30828837.280", Kind::Money).as_deref(), Some("30828837.28 元"));
        assert_eq!(typed("0.00", Kind::Money).as_deref(), Some("0"));
        assert_eq!(typed("-0", Kind::Signed).as_deref(), Some("0"));
        assert_eq!(typed("-1", Kind::Count), None);
        assert_eq!(typed("1000000000000000", Kind::Count), None);
        assert_eq!(typed("0.5", Kind::Count), None);
    }

    #[test]
    fn refuses_what_a_reader_could_misread() {
        let counts =
            ["1,234", "１２", "12件", "0x1F", "1_000", "-1", "+1", "1.5", "012", "1e3", "一", "-0", "1234567890123456"];
        for text in counts {
            assert_eq!(value(text, Kind::Count), None, "{text}");
        }
        for text in ["减3", "1.5", "+", "-0"] {
            assert_eq!(value(text, Kind::Signed), None, "{text}");
        }
        for text in ["1035000", "-3 元", "元", "１元", "+35 元", "1.1234567 元"] {
            assert_eq!(value(text, Kind::Money), None, "{text}");
        }
    }
}
