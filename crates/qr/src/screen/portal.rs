//! Wayland: the desktop portal takes the picture, and asks the person first.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use ashpd::desktop::ResponseError;
use ashpd::desktop::screenshot::Screenshot;
use ashpd::{Error, PortalError};

use crate::QrError;
use crate::picture::Picture;
use crate::reader::file_bytes;

/// A picture of all monitors, after the person has allowed it.
///
/// # Errors
/// [`QrError::ScreenRefused`] if the person or the system said no, [`QrError::ScreenUnreadable`]
/// if there is no portal or its picture cannot be read.
pub(crate) fn capture() -> Result<Vec<Picture>, QrError> {
    // zbus picks the runtime that it was built with; another crate may have chosen tokio for all.
    let taken = ashpd::zbus::block_on(async {
        Screenshot::request().interactive(false).modal(true).send().await?.response()
    });
    let taken = taken.map_err(translate)?;
    let path = path(taken.uri().as_str()).ok_or_else(|| QrError::screen("not a local file"))?;
    Ok(vec![consume(path)?])
}

/// Reads the portal's picture and deletes it, read or not: it may show a secret key.
fn consume(path: PathBuf) -> Result<Picture, QrError> {
    let bytes = file_bytes(path.clone());
    let deleted = std::fs::remove_file(path);
    let picture = Picture::from_file_bytes(&bytes.map_err(QrError::screen)?)?;
    deleted.map_err(QrError::screen)?;
    Ok(picture)
}

/// The path in a `file:` address (RFC 8089) of this machine.
fn path(uri: &str) -> Option<PathBuf> {
    let local = uri.strip_prefix("file://")?;
    let absolute = local.strip_prefix("localhost").unwrap_or(local);
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(absolute).collect();
    (bytes.first() == Some(&b'/')).then(|| OsString::from_vec(bytes).into())
}

fn translate(error: Error) -> QrError {
    match error {
        Error::Response(ResponseError::Cancelled)
        | Error::Portal(PortalError::Cancelled(_) | PortalError::NotAllowed(_)) => {
            QrError::ScreenRefused
        }
        other => QrError::screen(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_local_file_address_has_a_path() {
        assert_eq!(path("file:///home/a%20b/S.png"), Some("/home/a b/S.png".into()));
        assert_eq!(path("file://localhost/tmp/S.png"), Some("/tmp/S.png".into()));
        assert_eq!(path("https://example.co.uk/S.png"), None);
        assert_eq!(path("file://server/S.png"), None);
    }

    #[test]
    fn the_portals_file_is_deleted_whether_it_can_be_read_or_not() {
        let folder = tempfile::tempdir().unwrap();
        let text = secret::SecretText::copy_of("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP");
        let picture = crate::png(&text, 2).unwrap();
        for (content, readable) in [(picture.expose(), true), (b"no picture", false)] {
            let path = folder.path().join("Screenshot.png");
            std::fs::write(&path, content).unwrap();
            assert_eq!(consume(path.clone()).is_ok(), readable);
            assert!(!path.exists());
        }
    }

    #[test]
    fn a_refusal_is_not_a_failure() {
        let refused = translate(Error::Response(ResponseError::Cancelled));
        assert_eq!(refused.code(), "qr.screen-refused");
        let failed = translate(Error::Response(ResponseError::Other));
        assert_eq!(failed.code(), "qr.screen-unreadable");
    }
}
