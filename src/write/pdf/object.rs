//! Objects as they are written in a file (ISO 32000-1, 7.3).

use std::io::Write;

use lopdf::{Dictionary, Object, ObjectId, StringFormat};

/// Why writing never fails.
pub const SURE: &str = "a Vec takes everything";

/// Objects as they stand in a file, which need not be built first.
#[derive(Default)]
pub struct Written {
    bytes: Vec<u8>,
    /// The number of each, and where it ends.
    ends: Vec<(u32, usize)>,
}

impl Written {
    /// Adds an object that `write` appends.
    pub fn add(&mut self, id: ObjectId, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push((id.0, self.bytes.len()));
    }

    /// The number and the bytes of each.
    pub fn objects(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let starts = [0].into_iter().chain(self.ends.iter().map(|(_, end)| *end));
        self.ends.iter().zip(starts).map(|((number, end), start)| (*number, &self.bytes[start..*end]))
    }
}

/// Appends an object to a file.
pub fn write(file: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => file.extend(b"null"),
        Object::Boolean(value) => write!(file, "{value}").expect(SURE),
        Object::Integer(value) => integer(file, *value),
        Object::Real(value) => write!(file, "{value}").expect(SURE),
        Object::Reference(id) => reference(file, *id),
        Object::Name(characters) => name(file, characters),
        Object::String(bytes, format) => string(file, bytes, format),
        Object::Array(objects) => array(file, objects),
        Object::Dictionary(entries) => dictionary(file, entries),
        Object::Stream(_) => unreachable!("a stream stands in no other object"),
    }
}

/// Appends a whole number.
pub fn integer(file: &mut Vec<u8>, number: impl itoa::Integer) {
    file.extend(itoa::Buffer::new().format(number).as_bytes());
}

/// Appends a reference to an object.
pub fn reference(file: &mut Vec<u8>, (number, generation): ObjectId) {
    integer(file, number);
    file.push(b' ');
    integer(file, generation);
    file.extend(b" R");
}

/// Appends a dictionary.
pub fn dictionary(file: &mut Vec<u8>, entries: &Dictionary) {
    file.extend(b"<<");
    for (key, value) in entries {
        name(file, key);
        if !is_delimited(value) {
            file.push(b' ');
        }
        write(file, value);
    }
    file.extend(b">>");
}

fn array(file: &mut Vec<u8>, objects: &[Object]) {
    file.push(b'[');
    for (index, object) in objects.iter().enumerate() {
        if index > 0 && !is_delimited(object) {
            file.push(b' ');
        }
        write(file, object);
    }
    file.push(b']');
}

/// Whether an object starts with a delimiter (7.2.2), so that it needs no space before it.
fn is_delimited(object: &Object) -> bool {
    matches!(object, Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_))
}

/// A name; what is not a regular character is written in figures (7.3.5).
fn name(file: &mut Vec<u8>, characters: &[u8]) {
    file.push(b'/');
    if characters.iter().all(u8::is_ascii_alphanumeric) {
        return file.extend(characters);
    }
    for &byte in characters {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            file.push(byte);
        } else {
            write!(file, "#{byte:02X}").expect(SURE);
        }
    }
}

/// A string (7.3.4), in figures or in characters: there every bracket is escaped, that none stays open.
fn string(file: &mut Vec<u8>, bytes: &[u8], format: &StringFormat) {
    match format {
        StringFormat::Hexadecimal => {
            file.push(b'<');
            bytes.iter().for_each(|byte| write!(file, "{byte:02X}").expect(SURE));
            file.push(b'>');
        }
        StringFormat::Literal => {
            file.push(b'(');
            for &byte in bytes {
                match byte {
                    b'(' | b')' | b'\\' => file.extend([b'\\', byte]),
                    b'\r' => file.extend(b"\\r"), // by itself it would read as a line end of any kind
                    _ => file.push(byte),
                }
            }
            file.push(b')');
        }
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, StringFormat, dictionary};

    use super::write;

    fn written(object: impl Into<Object>) -> String {
        let mut file = vec![];
        write(&mut file, &object.into());
        String::from_utf8(file).unwrap()
    }

    #[test]
    fn tokens_are_kept_apart_and_no_further() {
        let dictionary = dictionary! { "A" => 1, "B" => "C", "D" => vec![true.into(), 0.5.into(), (7, 0).into()] };
        assert_eq!(written(dictionary), "<</A 1/B/C/D[true 0.5 7 0 R]>>");
        assert_eq!(written(vec![1.into(), "A".into(), Object::Null, vec![].into()]), "[1/A null[]]");
    }

    #[test]
    fn what_would_end_a_token_is_escaped() {
        assert_eq!(written(Object::string_literal("a(b\\c\r")), "(a\\(b\\\\c\\r)");
        assert_eq!(written("甲 A"), "/#E7#94#B2#20A");
        assert_eq!(written(Object::String(vec![0xFE, 0x0A], StringFormat::Hexadecimal)), "<FE0A>");
    }
}
