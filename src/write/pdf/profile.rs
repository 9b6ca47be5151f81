//! A small ICC profile of sRGB (ICC.1:2001-04, a display profile of three components), made here so that every field is known.

/// Primaries and white of IEC 61966-2-1, adapted to D50, and its tone curve as the one number 2.2.
pub fn srgb() -> Vec<u8> {
    let curve = curve(2.2);
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description("sRGB")),
        (b"cprt", [b"text\0\0\0\0".as_slice(), b"CC0\0"].concat()),
        (b"wtpt", xyz([0.9642, 1.0, 0.8249])),
        (b"rXYZ", xyz([0.436_07, 0.222_49, 0.013_92])),
        (b"gXYZ", xyz([0.385_15, 0.716_87, 0.097_08])),
        (b"bXYZ", xyz([0.143_07, 0.060_61, 0.714_10])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data = vec![];
    let start = HEADER + 4 + 12 * tags.len();
    for (name, tag) in &tags {
        table.extend(*name);
        table.extend(((start + data.len()) as u32).to_be_bytes());
        table.extend((tag.len() as u32).to_be_bytes());
        data.extend(tag);
        data.resize(data.len().next_multiple_of(4), 0_u8);
    }
    let mut profile = header(start + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

/// Length of the header (6.1).
const HEADER: usize = 128;

fn header(length: usize) -> Vec<u8> {
    let mut header = vec![0; HEADER];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &(length as u32).to_be_bytes());
    put(8, &[2, 0x40]); // version 2.4
    put(12, b"mntr"); // a display
    put(16, b"RGB ");
    put(20, b"XYZ "); // the space it is tied to
    put(24, &[0x07, 0xCF, 0, 1, 0, 1]); // 1 January 1999, the year of IEC 61966-2-1
    put(36, b"acsp"); // says that this is a profile
    put(68, &[0.9642, 1.0, 0.8249].map(fixed).concat()); // D50
    header
}

/// `XYZType` (6.5.26).
fn xyz(values: [f64; 3]) -> Vec<u8> {
    [b"XYZ \0\0\0\0".as_slice(), &values.map(fixed).concat()].concat()
}

/// `curveType` (6.5.3) of a single exponent, as u8Fixed8.
fn curve(exponent: f64) -> Vec<u8> {
    let exponent = (exponent * 256.0).round() as u16;
    [b"curv\0\0\0\0".as_slice(), &1_u32.to_be_bytes(), &exponent.to_be_bytes()].concat()
}

/// `textDescriptionType` (6.5.17): ASCII only; the Unicode and Macintosh parts are there and empty.
fn description(text: &str) -> Vec<u8> {
    let length = text.len() as u32 + 1;
    [b"desc\0\0\0\0".as_slice(), &length.to_be_bytes(), text.as_bytes(), &[0], &[0; 4 + 4 + 2 + 1 + 67]].concat()
}

/// A number as s15Fixed16 (5.3.4).
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65_536.0).round() as i32).to_be_bytes()
}
