//! Reads the answer to PROPFIND (RFC 4918 section 9.1): of each entry its path and whether it is a
//! collection.

use percent_encoding::percent_decode_str;
use quick_xml::Reader;
use quick_xml::events::Event;
use store::StoreError;
use url::Url;

/// One entry of a collection, or the collection itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its path on the server, decoded.
    pub(super) path: String,
    pub(super) sort: Sort,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Object,
    Collection,
}

/// Reads an answer about `url`. An entry whose address makes no sense, or is another server's, is
/// passed over.
///
/// # Errors
/// [`StoreError::Gone`] when the answer is not what WebDAV servers answer.
pub(super) fn read(xml: &[u8], url: &Url) -> Result<Vec<Entry>, StoreError> {
    let mut reader = Reader::from_reader(xml);
    let (mut entries, mut is_listing) = (Vec::new(), false);
    let (mut href, mut sort, mut in_href) = (String::new(), Sort::Object, false);
    loop {
        match reader.read_event().map_err(|error| odd(&error.to_string()))? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                b"multistatus" => is_listing = true,
                b"response" => (href, sort) = (String::new(), Sort::Object),
                b"href" => in_href = true,
                b"collection" => sort = Sort::Collection,
                _ => {}
            },
            Event::Text(text) if in_href => href.push_str(&String::from_utf8_lossy(&text)),
            Event::End(tag) => match tag.local_name().as_ref() {
                b"href" => in_href = false,
                b"response" => {
                    entries.extend(path_of(&href, url).map(|path| Entry { path, sort }));
                }
                _ => {}
            },
            Event::Eof if is_listing => return Ok(entries),
            Event::Eof => return Err(odd("no listing")),
            _ => {}
        }
    }
}

/// Returns the path of an address, which is a path or a whole URL of the same server.
fn path_of(href: &str, url: &Url) -> Option<String> {
    let found = url.join(href.trim()).ok()?;
    if found.origin() != url.origin() {
        return None;
    }
    Some(percent_decode_str(found.path()).decode_utf8().ok()?.into_owned())
}

fn odd(what: &str) -> StoreError {
    StoreError::Gone(format!("what answers there is not a WebDAV server: {what}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(xml: &str) -> Result<Vec<Entry>, StoreError> {
        read(xml.as_bytes(), &Url::parse("https://dav.example/six/ts1/ack/").unwrap())
    }

    fn entry(path: &str, sort: Sort) -> Entry {
        Entry { path: path.to_owned(), sort }
    }

    #[test]
    fn entries_are_read_whatever_the_servers_prefix_is() {
        let xml = r#"<?xml version="1.0" encoding="utf-8"?>
            <x:multistatus xmlns:x="DAV:">
            <x:response><x:href>/six/ts1/ack/</x:href><x:propstat><x:prop><x:resourcetype>
              <x:collection/></x:resourcetype></x:prop></x:propstat></x:response>
            <x:response><x:href>https://dav.example/six/ts1/ack/a%20b.a</x:href><x:propstat>
              <x:prop><x:resourcetype/></x:prop></x:propstat></x:response>
            </x:multistatus>"#;
        let expected =
            [entry("/six/ts1/ack/", Sort::Collection), entry("/six/ts1/ack/a b.a", Sort::Object)];
        assert_eq!(read_all(xml).unwrap(), expected);
    }

    #[test]
    fn one_odd_address_does_not_hide_the_others() {
        let xml = "<multistatus><response><href>https://elsewhere.example/x</href></response>\
            <response><href>/six/%ff</href></response><response><href>http://[</href></response>\
            <response><href>/six/ts1/ack/~$Report%7B%5E.docx</href></response></multistatus>";
        assert_eq!(read_all(xml).unwrap(), [entry("/six/ts1/ack/~$Report{^.docx", Sort::Object)]);
    }

    #[test]
    fn a_page_that_is_no_listing_is_not_an_empty_one() {
        for page in ["", "<html><body>Please sign in</body></html>", "plain", "<multistatus"] {
            assert!(matches!(read_all(page), Err(StoreError::Gone(_))), "{page}");
        }
    }
}
