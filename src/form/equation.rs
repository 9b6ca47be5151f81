//! Cross-checks (勾稽关系): sums of paths and numbers on both sides of `=` or `<=`, one line of YAML each.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::diagnostic::Severity;

/// An equation of a table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equation {
    /// Where it holds: once, in each row or in each column.
    #[serde(default)]
    pub each: Each,
    /// The formula. In each row the names are columns, in each column they are rows, once they are paths of the table; `上年.`
    /// before a name means last year's report.
    pub holds: Formula,
    /// The rule in the words of the form.
    pub says: String,
    /// How much it matters, perhaps by column.
    #[serde(default)]
    severity: Weight,
}

/// Where an equation holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Each {
    /// For the table as a whole.
    #[default]
    Once,
    /// In each row that has all the columns named.
    Row,
    /// In each column.
    Column,
}

/// A severity, or one by column with `else` for the others.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Weight {
    Same(Severity),
    ByColumn(BTreeMap<String, Severity>),
}

impl Default for Weight {
    fn default() -> Self {
        Self::Same(Severity::Error)
    }
}

impl Equation {
    /// How much a breach in a column matters.
    pub fn severity(&self, column: &str) -> Severity {
        match &self.severity {
            Weight::Same(severity) => *severity,
            Weight::ByColumn(by) => by.get(column).or_else(|| by.get("else")).copied().unwrap_or(Severity::Error),
        }
    }
}

/// Two sums and how they must compare.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Formula {
    /// Left of the sign.
    pub left: Sum,
    /// The sign.
    pub relation: Relation,
    /// Right of the sign.
    pub right: Sum,
}

/// How two sums must compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `<=`
    AtMost,
}

/// Terms added up.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Sum(pub Vec<Term>);

/// A product, added or taken away.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Whether it is taken away.
    pub minus: bool,
    /// What is multiplied.
    pub factors: Vec<Factor>,
}

/// A number or the name of one.
#[derive(Clone, Debug, PartialEq)]
pub enum Factor {
    /// A number as such.
    Number(Decimal),
    /// A path.
    Name(String),
}

impl TryFrom<String> for Formula {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (left, relation, right) = match text.split_once("<=") {
            Some((left, right)) => (left, Relation::AtMost, right),
            None => {
                let (left, right) = text.split_once('=').ok_or("等式里要有 = 或 <=")?;
                (left, Relation::Equal, right)
            }
        };
        Ok(Self { left: Sum::parse(left)?, relation, right: Sum::parse(right)? })
    }
}

impl TryFrom<String> for Sum {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl Sum {
    /// Reads `甲 + 乙 * 2 - 丙.丁`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut terms = vec![];
        let mut rest = text.trim();
        let mut minus = false;
        loop {
            let end = rest.find(['+', '-']).unwrap_or(rest.len());
            let factors = rest[..end].split('*').map(Factor::parse).collect::<Result<_, _>>()?;
            terms.push(Term { minus, factors });
            let Some(sign) = rest[end..].chars().next() else { return Ok(Self(terms)) };
            minus = sign == '-';
            rest = &rest[end + 1..];
        }
    }

    /// Writes the sum with each factor as `show` has it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut impl fmt::Write, show: impl Fn(&Factor) -> String) -> fmt::Result {
        for (at, term) in self.0.iter().enumerate() {
            out.write_str(match (at, term.minus) {
                (0, false) => "",
                (0, true) => "-",
                (_, false) => " + ",
                (_, true) => " - ",
            })?;
            out.write_str(&term.factors.iter().map(&show).collect::<Vec<_>>().join(" * "))?;
        }
        Ok(())
    }

    /// The same with each name as the sum of those that it stands for.
    pub fn spelled(&self, spell: impl Fn(&str) -> Vec<String>) -> Self {
        let spell = |factor: &Factor| match factor {
            Factor::Number(_) => vec![factor.clone()],
            Factor::Name(name) => spell(name).into_iter().map(Factor::Name).collect(),
        };
        let times = |products: Vec<Vec<Factor>>, factor: &Factor| {
            let factors = spell(factor);
            let with = |product: &Vec<Factor>| {
                factors.iter().map(|factor| [product.as_slice(), std::slice::from_ref(factor)].concat()).collect::<Vec<_>>()
            };
            products.iter().flat_map(with).collect()
        };
        let terms = self.0.iter().flat_map(|term| {
            let products: Vec<_> = term.factors.iter().fold(vec![vec![]], times);
            products.into_iter().map(|factors| Term { minus: term.minus, factors })
        });
        Self(terms.collect())
    }

    /// Just one name.
    pub fn of(name: &str) -> Self {
        Self(vec![Term { minus: false, factors: vec![Factor::Name(name.into())] }])
    }

    /// The name it consists of, if it is just one name.
    pub fn sole_name(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Term { minus: false, factors }] => match factors.as_slice() {
                [Factor::Name(name)] => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// The names in it, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|term| &term.factors).filter_map(|factor| match factor {
            Factor::Name(name) => Some(name.as_str()),
            Factor::Number(_) => None,
        })
    }
}

impl Factor {
    fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return text.parse().map(Self::Number).map_err(|_| format!("“{text}”不是数"));
        }
        let odd = |c: char| {
            c.is_whitespace() || matches!(c, '=' | '<' | '>' | '(' | ')' | '（' | '）' | '/' | '：' | '，' | '{' | '}')
        };
        match text {
            "" => Err("运算符的两边都要有数字或名称".into()),
            _ if text.contains(odd) => Err(format!("“{text}”不是数字或路径")),
            _ => Ok(Self::Name(text.into())),
        }
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let sign = match self.relation {
            Relation::Equal => "=",
            Relation::AtMost => "<=",
        };
        write!(f, "{} {sign} {}", self.left, self.right)
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.write(f, |factor| match factor {
            Factor::Number(number) => number.to_string(),
            Factor::Name(name) => name.clone(),
        })
    }
}

impl Formula {
    /// The names on both sides, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.left.names().chain(self.right.names())
    }
}

#[cfg(test)]
mod tests {
    use super::{Factor, Formula, Relation, Sum};

    #[test]
    fn reads_sums_on_both_sides() {
        let formula = Formula::try_from("甲 + 乙.丙 = 2 * 丁 - 3.5".to_string()).unwrap();
        assert_eq!(formula.relation, Relation::Equal);
        assert_eq!(formula.names().collect::<Vec<_>>(), ["甲", "乙.丙", "丁"]);
        assert_eq!(formula.to_string(), "甲 + 乙.丙 = 2 * 丁 - 3.5");
        assert!(formula.right.0[1].minus);
        assert_eq!(formula.right.0[1].factors, [Factor::Number("3.5".parse().unwrap())]);
    }

    #[test]
    fn spells_out_a_name_with_its_sign_and_factors() {
        let sum = Sum::parse("甲 - 2 * 乙 * 丙").unwrap();
        let spelled = sum.spelled(|name| {
            if name == "甲" { vec!["甲".into()] } else { ["一", "二"].map(|key| format!("{name}.{key}")).into() }
        });
        let products = "甲 - 2 * 乙.一 * 丙.一 - 2 * 乙.一 * 丙.二 - 2 * 乙.二 * 丙.一 - 2 * 乙.二 * 丙.二";
        assert_eq!(spelled.to_string(), products);
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(Formula::try_from("甲 + 乙".to_string()).unwrap_err(), "等式里要有 = 或 <=");
        assert_eq!(Sum::parse("甲 +").unwrap_err(), "运算符的两边都要有数字或名称");
        assert_eq!(Sum::parse("甲 乙").unwrap_err(), "“甲 乙”不是数字或路径");
        assert_eq!(Sum::parse("1.2.3").unwrap_err(), "“1.2.3”不是数");
        assert_eq!(Sum::parse("12345热线").unwrap().names().collect::<Vec<_>>(), ["12345热线"]);
    }
}
