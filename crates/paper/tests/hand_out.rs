//! The hand-out, read back from its rendered page.
#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use support::{Printed, account, hand_out};

#[test]
fn the_code_on_the_page_is_the_key_that_was_put_in() {
    let account = account();
    let sheet = Printed::new(hand_out(&account).to_pdf().unwrap().expose());
    let read = qr::read_bytes(&sheet.picture(1, 150)).unwrap();
    assert!(read == [otp::uri::write(&account)]);
}
