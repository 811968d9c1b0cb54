//! Documents, read back.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use support::{Printed, certificate};

#[test]
fn the_certificate_says_what_was_put_in() {
    let printed = Printed::new(&certificate().to_pdf().unwrap());
    let text = printed.text();
    assert!(text.contains("Leaver certificate: Sam Ode"), "{text}");
}
