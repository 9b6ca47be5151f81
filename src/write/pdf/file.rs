//! Objects → the bytes of a file: object streams (ISO 32000-1, 7.5.7) and a cross-reference stream (7.5.8).
//!
//! lopdf writes them too, but looks through all objects for each of them.

use std::io::Write;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use crate::hashed::Hashed;
use crate::write::pdf::deflate;
use crate::write::pdf::font::Programs;
use crate::write::pdf::object::{self, SURE, Written, integer};
use crate::write::pdf::origin;
use crate::write::pdf::program::{self, program};

/// How many objects are packed together: to read one, a program unpacks all of them.
const PACKED: usize = 400;

/// How long a file is likely to be, so that it is not copied over and over as it grows.
const LIKELY: usize = 500_000;

/// Where an object stands.
#[derive(Clone, Copy)]
enum Place {
    /// Nowhere: the number is not used.
    Free,
    /// At a byte of the file.
    At(usize),
    /// In an object stream of a number, at an index.
    In(usize, usize),
}

/// An object that is no stream.
#[derive(Clone, Copy)]
enum Packed<'a> {
    Built(&'a Object),
    Written(&'a [u8]),
}

/// A file in the making.
struct File {
    bytes: Vec<u8>,
    /// Where the object of each number stands.
    places: Vec<Place>,
}

/// Writes a document and objects of it that are written already; all are of generation 0.
pub fn write(document: &Document, written: &Written, programs: &Programs) -> Hashed {
    // Bytes beyond ASCII in the second line say that the file is no text (7.5.2).
    let mut bytes = Vec::with_capacity(LIKELY);
    bytes.extend([b"%PDF-", document.version.as_bytes(), b"\n%\xE5\xB9\xB4\xE6\x8A\xA5\n"].concat());
    let mut file = File { bytes, places: vec![Place::Free; document.max_id as usize + 1] };
    let mut others: Vec<_> = written.objects().map(|(number, bytes)| (number as usize, Packed::Written(bytes))).collect();
    for ((number, _), object) in &document.objects {
        match object {
            Object::Stream(stream) => match programs.get(number) {
                Some(font) => file.stream(*number as usize, &program::dictionary(font), &program(font).packed),
                None => file.stream(*number as usize, &stream.dict, &stream.content),
            },
            other => others.push((*number as usize, Packed::Built(other))),
        }
    }
    others.sort_unstable_by_key(|(number, _)| *number);
    others.chunks(PACKED).for_each(|objects| file.pack(objects));
    file.finish(document.trailer.clone())
}

impl File {
    /// Appends a stream.
    fn stream(&mut self, number: usize, dict: &Dictionary, content: &[u8]) {
        self.places[number] = Place::At(self.bytes.len());
        writeln!(self.bytes, "{number} 0 obj").expect(SURE);
        object::dictionary(&mut self.bytes, dict);
        self.bytes.extend(b"stream\n");
        self.bytes.extend(content);
        self.bytes.extend(b"\nendstream\nendobj\n");
    }

    /// Appends a stream under a new number.
    fn add(&mut self, dict: Dictionary, content: Vec<u8>) {
        let mut stream = Stream::new(dict, content);
        deflate::pack(&mut stream);
        self.places.push(Place::Free);
        self.stream(self.places.len() - 1, &stream.dict, &stream.content);
    }

    /// Appends objects packed together: the number of each and where it starts, then the objects.
    fn pack(&mut self, objects: &[(usize, Packed)]) {
        let container = self.places.len();
        let (mut content, mut packed) = (vec![], vec![]);
        for (index, (number, object)) in objects.iter().enumerate() {
            self.places[*number] = Place::In(container, index);
            for number in [*number, packed.len()] {
                integer(&mut content, number);
                content.push(b' ');
            }
            match object {
                Packed::Built(object) => object::write(&mut packed, object),
                Packed::Written(bytes) => packed.extend(*bytes),
            }
            packed.push(b'\n');
        }
        let dict = dictionary! { "Type" => "ObjStm", "N" => objects.len() as i64, "First" => content.len() as i64 };
        content.extend(packed);
        self.add(dict, content);
    }

    /// Appends where everything stands, with the entries of the trailer.
    fn finish(mut self, mut trailer: Dictionary) -> Hashed {
        let start = self.bytes.len();
        let mut table = vec![];
        for place in self.places.iter().chain([&Place::At(start)]) {
            let (kind, field, last) = match *place {
                Place::Free => (0, 0, usize::from(u16::MAX)), // never to be used again (7.5.4)
                Place::At(byte) => (1, byte, 0),
                Place::In(container, index) => (2, container, index),
            };
            table.push(kind);
            table.extend((field as u32).to_be_bytes());
            table.extend((last as u16).to_be_bytes());
        }
        trailer.set("Type", "XRef");
        trailer.set("Size", self.places.len() as i64 + 1);
        trailer.set("W", vec![1.into(), 4.into(), 2.into()]);
        self.add(trailer, table);
        origin::seal(self.bytes, format!("startxref\n{start}\n%%EOF\n").as_bytes())
    }
}
