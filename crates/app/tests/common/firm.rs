//! A firm of several desks, set up as a window goes through it.

use app::error::Result;
use app::firm::views::{Done, KitView, RoleView, SheetSide, SyncView};
use app::firm::{FirmRequest, InviteRequest, Place};
use secret::{Secret, SecretText};

use super::{Desk, absent_desk, desk};

pub const KEY: &str = "JBSWY3DPEHPK3PXP";

pub fn passphrase() -> SecretText {
    SecretText::copy_of("three blue boats")
}

/// Alice's desk and the folder of her firm to be.
pub fn alice() -> (Desk, String) {
    let alice = absent_desk();
    alice.app.create_empty_vault(Some(&passphrase())).unwrap();
    let place = alice.folder.path().join("share");
    std::fs::create_dir(&place).unwrap();
    let place = place.display().to_string();
    (alice, place)
}

pub fn request(place: &str) -> FirmRequest {
    let [name, person, device, place] =
        ["Hart & Lowe", "Alice", "Office PC", place].map(str::to_owned);
    FirmRequest { name, person, device, place: Place::open(place) }
}

/// The words that are on a drawn sheet, as its QR code has them.
pub fn words_of(drawn: &Secret) -> Vec<String> {
    let read = qr::read_bytes(drawn.expose()).unwrap();
    assert_eq!(read.len(), 1);
    read[0].expose().split(' ').map(str::to_owned).collect()
}

/// Types back the two words that were asked for.
pub fn prove(desk: &Desk, side: SheetSide, kit: &KitView) -> Result<()> {
    let words = words_of(&desk.app.draw_sheet(side).unwrap());
    assert_eq!(words.len(), 24);
    let asked = kit.asked[side as usize];
    let typed = asked.map(|place| SecretText::copy_of(&words[usize::from(place) - 1]));
    desk.app.prove_sheet(side, &typed)
}

/// Proves both sheets; gives their words.
pub fn both_proven(desk: &Desk, kit: &KitView) -> [String; 2] {
    [SheetSide::A, SheetSide::B].map(|side| {
        prove(desk, side, kit).unwrap();
        words_of(&desk.app.draw_sheet(side).unwrap()).join(" ")
    })
}

pub fn texts(sheets: &[String; 2]) -> [SecretText; 2] {
    sheets.each_ref().map(|sheet| SecretText::copy_of(sheet))
}

pub fn founded() -> (Desk, String) {
    let (alice, place) = alice();
    let kit = alice.app.draft_firm(request(&place)).unwrap();
    prove(&alice, SheetSide::A, &kit).unwrap();
    prove(&alice, SheetSide::B, &kit).unwrap();
    let Done { unsent, .. } = alice.app.found_firm().unwrap();
    assert!(unsent.is_none());
    (alice, place)
}

pub fn invite(desk: &Desk, name: &str, role: RoleView) -> SecretText {
    let request =
        InviteRequest { name: name.to_owned(), role, teams: vec![], further_device: false };
    desk.app.invite_to_show(&request).unwrap();
    desk.app.copy_invite().unwrap();
    SecretText::new(desk.clipboard.text())
}

pub fn enrolled(alice: &Desk, place: &str, name: &str, role: RoleView) -> Desk {
    let other = desk();
    if role == RoleView::Administrator {
        other.app.set_passphrase(None, Some(&passphrase())).unwrap();
    }
    assert!(!let_in(alice, &other, place, name, role).unwrap().waiting);
    other
}

/// Invites, joins, compares and approves; gives what the first sync of the new device says.
pub fn let_in(
    alice: &Desk,
    other: &Desk,
    place: &str,
    name: &str,
    role: RoleView,
) -> Result<SyncView> {
    let code = invite(alice, name, role);
    let digits =
        other.app.join(&code, &Place::open(place.to_owned()), &format!("{name} laptop")).unwrap();
    assert_eq!(alice.app.answered_digits(name).unwrap(), digits);
    alice.app.approve(name, &digits).unwrap();
    other.app.sync()
}
