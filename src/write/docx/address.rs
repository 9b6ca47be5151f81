//! The address of a link as the URI that a relationship's target must be (ECMA-376 Part 2, 9.3.2.2): Word calls a file damaged and
//! other programs fail where it is none.

/// An address with whatever RFC 3986 knows no place for percent-encoded. What is encoded already stays; a host keeps its 汉字, which
/// are no URI's but an IRI's, because programs know no encoded host.
pub fn uri(address: &str) -> String {
    let host = host_end(address);
    let mut uri = String::with_capacity(address.len());
    for (at, c) in address.char_indices() {
        let encoded =
            c == '%' && address.as_bytes().get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        if is_allowed(c) || encoded || (at < host && c.is_alphanumeric()) {
            uri.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| uri.push_str(&format!("%{byte:02X}")));
        }
    }
    uri
}

/// Where the host ends; 0 if there is none.
fn host_end(address: &str) -> usize {
    let Some(start) = address.find("://").map(|at| at + 3) else { return 0 };
    address[start..].find(['/', '?', '#']).map_or(address.len(), |length| start + length)
}

/// Unreserved and reserved characters (RFC 3986, 2.2 and 2.3) but for brackets, which only a numeric host has.
fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=".contains(c)
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn what_is_a_uri_stays_as_it_is() {
        for address in ["http://www.gov.cn/xxgk/?a=1&b=%E6%94%BF#c", "mailto:gz_zwgk@163.com", "https://政务.cn:8080/", ""]
        {
            assert_eq!(uri(address), address);
        }
    }

    #[test]
    fn what_is_none_is_encoded() {
        assert_eq!(uri("https://政务.cn/公 开?a=[1]%2"), "https://政务.cn/%E5%85%AC%20%E5%BC%80?a=%5B1%5D%252");
        assert_eq!(uri("https://a.cn"), "https://a.cn");
        assert_eq!(uri("mailto:甲@a.cn"), "mailto:%E7%94%B2@a.cn");
        assert_eq!(uri("http://a\"<b>\\^`{|}\n/"), "http://a%22%3Cb%3E%5C%5E%60%7B%7C%7D%0A/");
    }
}
