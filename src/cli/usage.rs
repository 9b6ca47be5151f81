//! What the program says of its own use: help, and what is wrong with a command line, in Chinese.

use std::error::Error as _;
use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The order of a help text.
pub const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// Shows the help or version that was asked for, or tells what is wrong with the command line.
pub fn tell(error: &Error) -> ExitCode {
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (word(ContextKind::InvalidArg), word(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A closed pipe is nobody listening, and no fault.
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let _ = error.print();
            return ExitCode::from(2);
        }
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", word(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面缺少内容"),
        ErrorKind::ValueValidation => {
            let why = error.source().map(|why| format!("：{why}")).unwrap_or_default();
            format!("“{argument}”不能是“{value}”{why}")
        }
        ErrorKind::InvalidValue => format!("“{argument}”不能是“{value}”，可以是：{}", word(ContextKind::ValidValue)),
        ErrorKind::MissingRequiredArgument => format!("还要写上：{argument}"),
        ErrorKind::ArgumentConflict => format!("“{argument}”写重了，或者不能一起用"),
        _ => error.to_string(),
    };
    eprintln!("{message}\n运行 nianbao --help 或 nianbao <命令> --help 看用法");
    ExitCode::from(2)
}
