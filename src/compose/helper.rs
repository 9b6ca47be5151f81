//! What reports say with figures: the helpers of texts and layouts.

use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason};
use rust_decimal::{Decimal, RoundingStrategy};

use super::numeral;
use crate::document::Date;
use crate::form::Kind;
use crate::gap;
use crate::report::Figure;

/// The helpers for texts.
pub const NAMES: [&str; 6] = ["占比", "同比", "万", "亿", "日期", "中文数字"];

/// What a helper makes of its parameters, or why it cannot.
type Words = Result<String, String>;

/// Registers the helpers.
pub fn register(handlebars: &mut Handlebars) {
    let helpers: [fn(&[String]) -> Words; 6] = [share, change, ten_thousands, hundred_millions, date, numeral];
    for (name, make) in NAMES.into_iter().zip(helpers) {
        let helper = move |helper: &Helper,
                           _: &Handlebars,
                           _: &Context,
                           _: &mut RenderContext,
                           out: &mut dyn Output|
              -> HelperResult {
            if let Some(missing) = helper.params().iter().find(|param| param.is_value_missing()) {
                return Err(RenderErrorReason::MissingVariable(missing.relative_path().cloned()).into());
            }
            let parameters: Vec<_> = helper.params().iter().map(|param| param.render()).collect();
            // What is made of a gap is one.
            if parameters.iter().any(|parameter| gap::is_in(parameter)) {
                return Ok(out.write(gap::GAP)?);
            }
            let words = make(&parameters).map_err(|why| RenderErrorReason::Other(format!("{name}：{why}")))?;
            Ok(out.write(&words)?)
        };
        handlebars.register_helper(name, Box::new(helper));
    }
}

/// `{{占比 甲 乙}}`: 甲 as a percentage of 乙, to two decimals.
fn share(parameters: &[String]) -> Words {
    let [part, whole] = numbers(parameters)?;
    percent(part, whole)
}

/// `{{同比 今年 上年}}`: 增长5.2%, 下降3%, 持平.
fn change(parameters: &[String]) -> Words {
    let [now, before] = numbers(parameters)?;
    let word = match now.cmp(&before) {
        std::cmp::Ordering::Equal => return Ok("持平".into()),
        std::cmp::Ordering::Greater => "增长",
        std::cmp::Ordering::Less => "下降",
    };
    let change = now.checked_sub(before).ok_or("算出来太大")?;
    Ok(format!("{word}{}", percent(change.abs(), before)?))
}

/// `{{万 56863}}`: 5.69万.
fn ten_thousands(parameters: &[String]) -> Words {
    let [number] = numbers(parameters)?;
    Ok(format!("{}万", rounded(number / Decimal::from(10_000))?))
}

/// `{{亿 123456789}}`: 1.23亿.
fn hundred_millions(parameters: &[String]) -> Words {
    let [number] = numbers(parameters)?;
    Ok(format!("{}亿", rounded(number / Decimal::from(100_000_000))?))
}

/// `{{日期 "2021-02-19"}}`: 2021年2月19日.
fn date(parameters: &[String]) -> Words {
    let [text] = parameters else { return Err("要有一个日期".into()) };
    Date::parse(text).map(Date::chinese).ok_or_else(|| format!("“{text}”不是日期，写成 2021-02-19 这样"))
}

/// `{{中文数字 12}}`: 十二.
fn numeral(parameters: &[String]) -> Words {
    let [text] = parameters else { return Err("要有一个数".into()) };
    text.parse().map(numeral::chinese).map_err(|_| format!("“{text}”不是不小于 0 的整数"))
}

fn numbers<const N: usize>(parameters: &[String]) -> Result<[Decimal; N], String> {
    let numbers = parameters.iter().map(|text| {
        // A figure as printed may carry its unit.
        let figure = if text.ends_with('元') { Figure::parse(text, Kind::Money).ok() } else { None };
        let value = figure.and_then(|figure| figure.value()).or_else(|| text.trim().parse().ok());
        value.ok_or_else(|| format!("“{text}”不是数"))
    });
    let numbers: Vec<_> = numbers.collect::<Result<_, _>>()?;
    numbers.try_into().map_err(|given: Vec<_>| format!("要有 {N} 个数，写了 {} 个", given.len()))
}

fn percent(part: Decimal, whole: Decimal) -> Words {
    if whole.is_zero() {
        return Err("分母是 0，没有百分比".into());
    }
    let share = part.checked_div(whole).and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
    Ok(format!("{}%", rounded(share.ok_or("算出来太大")?)?))
}

/// To two decimals, halves away from zero, without trailing zeros. What would read as nothing though it is not is refused.
fn rounded(number: Decimal) -> Result<Decimal, String> {
    let rounded = number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize();
    if rounded.is_zero() && !number.is_zero() {
        return Err("不到 0.005，印出来会是 0，直接引用原数".into());
    }
    Ok(rounded)
}

#[cfg(test)]
mod tests {
    use super::{change, date, hundred_millions, share, ten_thousands};

    fn with(helper: fn(&[String]) -> super::Words, parameters: &[&str]) -> super::Words {
        helper(&parameters.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn says_what_reports_say() {
        assert_eq!(with(share, &["14610", "56863"]).unwrap(), "25.69%");
        assert_eq!(with(change, &["3646", "3607"]).unwrap(), "增长1.08%");
        assert_eq!(with(change, &["97", "100"]).unwrap(), "下降3%");
        assert_eq!(with(change, &["5", "5"]).unwrap(), "持平");
        assert_eq!(with(ten_thousands, &["56863"]).unwrap(), "5.69万");
        assert_eq!(with(hundred_millions, &["123456789"]).unwrap(), "1.23亿");
        assert_eq!(with(hundred_millions, &["3082.883728 万元"]).unwrap(), "0.31亿");
        assert_eq!(with(date, &["2021-02-09"]).unwrap(), "2021年2月9日");
        assert_eq!(with(change, &["5", "0"]).unwrap_err(), "分母是 0，没有百分比");
        assert!(with(ten_thousands, &["8"]).is_err());
        assert_eq!(with(share, &["5"]).unwrap_err(), "要有 2 个数，写了 1 个");
    }
}
