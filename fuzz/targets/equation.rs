//! An equation: it is refused or means what it prints as, and its value is a number or none.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::form::{Formula, Sum};
use nianbao::report::{evaluate, sole_name};
use rust_decimal::Decimal;

/// Names of few letters are small, longer ones up to the largest number there is.
fn value(name: &str) -> Option<Decimal> {
    let digits: u128 = name.bytes().fold(0, |digits, byte| digits.wrapping_mul(257).wrapping_add(u128::from(byte)));
    let value = Decimal::from_i128_with_scale((digits % (1 << 95)) as i128, (digits % 29) as u32);
    (digits % 7 != 0).then_some(value)
}

fuzz_target!(|text: &str| {
    if let Ok(formula) = Formula::try_from(text.to_string()) {
        assert_eq!(Formula::try_from(formula.to_string()).as_ref(), Ok(&formula));
        assert!(formula.names().all(|name| !name.is_empty() && text.contains(name)));
    }
    if let Ok(sum) = Sum::parse(text) {
        assert_eq!(Sum::parse(&sum.to_string()).as_ref(), Ok(&sum));
        assert!(sole_name(&sum).is_none_or(|name| name == text.trim()));
        let _ = evaluate(&sum, value);
    }
});
