//! The firm's log and the records of use in it, from several desks.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

mod common;

use app::firm::views::{LogFilter, LogLine, LogView, RoleView};
use app::firm::{FirmRequest, InviteRequest, Leaver, NewKit, Place, With, verify_audit};
use app::view::{CheckState, CopyWhen};
use common::{Desk, START, absent_desk, desk};
use secret::SecretText;

const KEY: &str = "JBSWY3DPEHPK3PXP";
const DAY: u64 = 24 * 3600;

fn passphrase() -> SecretText {
    SecretText::copy_of("three blue boats")
}

fn founded() -> (Desk, String) {
    let alice = absent_desk();
    alice.app.create_empty_vault(Some(&passphrase())).unwrap();
    let place = alice.folder.path().join("share");
    std::fs::create_dir(&place).unwrap();
    let place = place.display().to_string();
    let [name, person, device] = ["Hart & Lowe", "Alice", "Office PC"].map(str::to_owned);
    let request = FirmRequest { name, person, device, place: Place::open(place.clone()) };
    alice.app.create_firm(&request, &NewKit::make().unwrap()).unwrap();
    (alice, place)
}

fn enrolled(alice: &Desk, place: &str, name: &str, role: RoleView) -> Desk {
    let other = desk();
    if role == RoleView::Administrator {
        other.app.set_passphrase(None, Some(&passphrase())).unwrap();
    }
    let request =
        InviteRequest { name: name.to_owned(), role, teams: vec![], further_device: false };
    alice.app.invite_to_show(&request).unwrap();
    alice.app.copy_invite().unwrap();
    let code = SecretText::new(alice.clipboard.text());
    let label = format!("{name} laptop");
    let digits = other.app.join(&code, &Place::open(place.to_owned()), &label).unwrap();
    alice.app.approve(name, &digits).unwrap();
    assert!(!other.app.sync().unwrap().waiting);
    other
}

/// Alice and Bob, who administer; Ada, who audits; Sam, who has the account 'VAT'.
struct Firm {
    alice: Desk,
    bob: Desk,
    ada: Desk,
    sam: Desk,
    place: String,
}

fn firm() -> Firm {
    let (alice, place) = founded();
    let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
    let ada = enrolled(&alice, &place, "Ada", RoleView::Auditor);
    let sam = enrolled(&alice, &place, "Sam", RoleView::Staff);
    alice.add("VAT", KEY);
    alice.app.share("VAT", &With::Person("Sam".to_owned())).unwrap();
    sam.app.sync().unwrap();
    Firm { alice, bob, ada, sam, place }
}

fn copy(desk: &Desk, label: &str) {
    let accounts = desk.app.accounts().unwrap().accounts;
    let id = &accounts.iter().find(|one| one.label == label).unwrap().id;
    desk.app.copy_code(id, CopyWhen::Now).unwrap();
}

fn log(desk: &Desk) -> LogView {
    desk.app.log(&LogFilter::default()).unwrap()
}

fn of<'a>(view: &'a LogView, what: &str) -> Vec<&'a LogLine> {
    view.lines.iter().filter(|line| line.what == what).collect()
}

fn asked(desk: &Desk, filter: LogFilter) -> Vec<String> {
    let lines = desk.app.log(&filter).unwrap().lines;
    lines.into_iter().map(|line| line.what).collect()
}

fn use_files(place: &str) -> Vec<std::path::PathBuf> {
    let Ok(devices) = std::fs::read_dir(std::path::Path::new(place).join("ts1/use")) else {
        return Vec::new();
    };
    let devices = devices.map(|device| device.unwrap().path());
    let mut files: Vec<_> = devices
        .flat_map(|device| std::fs::read_dir(device).unwrap().map(|file| file.unwrap().path()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_copied_code_is_in_the_log_of_administrators_and_auditors_after_a_sync() {
    let firm = firm();
    copy(&firm.sam, "VAT");
    assert_eq!(of(&log(&firm.alice), "copied-code").len(), 0, "it is not in the folder yet");
    firm.sam.app.sync().unwrap();
    for desk in [&firm.alice, &firm.bob, &firm.ada] {
        desk.app.sync().unwrap();
        let log = log(desk);
        let [line] = of(&log, "copied-code")[..] else { panic!("{:?}", log.lines) };
        assert_eq!(line.person.as_deref(), Some("Sam"));
        assert_eq!((line.device.as_str(), line.at), ("Sam laptop", START));
        assert_eq!(line.account.as_deref(), Some("VAT"));
        assert_eq!((log.unread, log.alarms.len(), log.own), (0, 0, false));
    }
    // Nothing new: the file is not written again.
    assert_eq!(firm.sam.app.sync().unwrap().sent, 0);
}

#[test]
fn staff_read_their_own_lines_and_nobody_elses() {
    let firm = firm();
    copy(&firm.sam, "VAT");
    copy(&firm.alice, "VAT");
    firm.alice.app.sync().unwrap();
    firm.sam.app.sync().unwrap();
    let view = log(&firm.sam);
    assert!(view.own);
    assert!(!view.lines.is_empty());
    assert!(view.lines.iter().all(|line| line.person.as_deref() == Some("Sam")));
    let filter = LogFilter { who: Some("Alice".to_owned()), ..LogFilter::default() };
    assert_eq!(firm.sam.app.log(&filter).unwrap_err().code(), "log.not-yours");
    assert_eq!(firm.sam.app.who_could("VAT", None).unwrap_err().code(), "log.not-yours");
}

#[test]
fn the_persons_own_accounts_are_nobodys_business() {
    let firm = firm();
    firm.sam.add("My bank", "GEZDGNBVGY3TQOJQ");
    copy(&firm.sam, "My bank");
    firm.sam.app.sync().unwrap();
    assert!(use_files(&firm.place).is_empty());
    assert!(of(&log(&firm.sam), "copied-code").is_empty());
}

#[test]
fn copying_works_without_the_folder_and_is_told_once_it_is_back() {
    let firm = firm();
    let away = format!("{}-away", firm.place);
    std::fs::rename(&firm.place, &away).unwrap();
    copy(&firm.sam, "VAT");
    firm.sam.clock.set(START + 40 * DAY);
    copy(&firm.sam, "VAT");
    assert_eq!(of(&log(&firm.sam), "copied-code").len(), 2);
    assert!(log(&firm.alice).unreached.is_some(), "the log is there, and says what is not");
    std::fs::rename(&away, &firm.place).unwrap();
    firm.sam.app.sync().unwrap();
    firm.alice.clock.set(START + 40 * DAY);
    let log = log(&firm.alice);
    let times: Vec<u64> = of(&log, "copied-code").iter().map(|line| line.at).collect();
    assert_eq!(times, [START + 40 * DAY, START], "the newest first");
    assert_eq!(use_files(&firm.place).len(), 2, "a file for each day");
}

#[test]
fn a_day_that_is_taken_away_raises_the_alarm() {
    let firm = firm();
    for day in 0..3 {
        firm.sam.clock.set(START + day * DAY);
        copy(&firm.sam, "VAT");
        firm.sam.app.sync().unwrap();
    }
    firm.alice.clock.set(START + 3 * DAY);
    assert_eq!(log(&firm.alice).alarms, []);
    let files = use_files(&firm.place);
    assert_eq!(files.len(), 3);
    std::fs::remove_file(&files[1]).unwrap();
    let alarms = log(&firm.alice).alarms;
    assert_eq!(alarms.len(), 1, "{alarms:?}");
    assert_eq!((alarms[0].code.as_str(), alarms[0].person.as_deref()), ("use-broken", Some("Sam")));
    // Bob never saw the day, and learns of it from the one after.
    firm.bob.clock.set(START + 3 * DAY);
    assert_eq!(log(&firm.bob).alarms.len(), 1);
}

#[test]
fn a_day_that_was_over_and_is_gone_with_all_before_it_raises_the_alarm() {
    let firm = firm();
    for day in 0..2 {
        firm.sam.clock.set(START + day * DAY);
        copy(&firm.sam, "VAT");
        firm.sam.app.sync().unwrap();
    }
    firm.alice.clock.set(START + 3 * DAY);
    assert_eq!(log(&firm.alice).alarms, []);
    for file in use_files(&firm.place) {
        std::fs::remove_file(file).unwrap();
    }
    assert_eq!(log(&firm.alice).alarms.len(), 1);
}

#[test]
fn what_somebody_else_put_into_the_folder_as_a_record_is_passed_over() {
    let firm = firm();
    copy(&firm.sam, "VAT");
    firm.sam.app.sync().unwrap();
    std::fs::write(&use_files(&firm.place)[0], b"nothing of the kind").unwrap();
    let view = log(&firm.alice);
    assert_eq!((view.unread, of(&view, "copied-code").len()), (1, 0));
    assert!(view.lines.len() > 5, "the log is there");
}

#[test]
fn records_are_deleted_when_the_firm_keeps_them_no_longer() {
    let firm = firm();
    copy(&firm.sam, "VAT");
    firm.sam.app.sync().unwrap();
    firm.alice.app.set_firm_rules(None, Some(12)).unwrap();
    let later = START + 400 * DAY;
    for desk in [&firm.alice, &firm.sam] {
        desk.clock.set(later);
    }
    copy(&firm.sam, "VAT");
    firm.sam.app.sync().unwrap();
    assert_eq!(use_files(&firm.place).len(), 2, "nobody else has said that it is so late");
    for other in [&firm.alice, &firm.bob] {
        other.clock.set(later);
        other.app.sync().unwrap();
    }
    firm.sam.app.sync().unwrap();
    assert_eq!(use_files(&firm.place).len(), 1, "the day of today");
    let kept: Vec<u64> = of(&log(&firm.sam), "copied-code").iter().map(|line| line.at).collect();
    assert_eq!(kept, [later]);
    let all = LogFilter { from: Some(START), ..LogFilter::default() };
    let view = firm.alice.app.log(&all).unwrap();
    assert_eq!(of(&view, "copied-code").len(), 1);
    assert_eq!(view.alarms, [], "what is gone was to go");
}

#[test]
fn what_a_leaver_did_is_deleted_by_an_administrator_when_its_time_is_over() {
    let firm = firm();
    copy(&firm.sam, "VAT");
    firm.sam.app.sync().unwrap();
    let sam = Leaver::Person("Sam".to_owned());
    firm.alice.app.remove_leaver(&sam, "left").unwrap();
    firm.alice.app.set_firm_rules(None, Some(12)).unwrap();
    for desk in [&firm.alice, &firm.bob, &firm.ada] {
        desk.clock.set(START + 400 * DAY);
        desk.app.sync().unwrap();
    }
    firm.alice.app.sync().unwrap();
    assert!(use_files(&firm.place).is_empty());
}

#[test]
fn the_firms_rules_are_an_administrators_to_set_within_bounds() {
    let firm = firm();
    let rules = |desk: &Desk| {
        let view = desk.app.firm().unwrap();
        (view.two_people, view.keep_use_months)
    };
    assert_eq!(rules(&firm.alice), (false, 24));
    firm.alice.app.set_firm_rules(Some(true), None).unwrap();
    firm.alice.app.set_firm_rules(None, Some(36)).unwrap();
    assert_eq!(rules(&firm.alice), (true, 36));
    for months in [11, 73] {
        let refused = firm.alice.app.set_firm_rules(None, Some(months)).unwrap_err();
        assert_eq!(refused.code(), "firm.keep-use");
    }
    let refused = firm.sam.app.set_firm_rules(Some(false), None).unwrap_err();
    assert_eq!(refused.code(), "firm.not-yours");
    firm.sam.app.sync().unwrap();
    assert_eq!(rules(&firm.sam), (true, 36));
}

#[test]
fn the_self_test_says_whether_use_can_be_recorded() {
    let firm = firm();
    let of_use = |desk: &Desk| desk.app.doctor().into_iter().find(|one| one.id == "check-use");
    assert_eq!(of_use(&firm.sam).unwrap().state, CheckState::Ok);
    assert!(of_use(&desk()).is_none(), "outside a firm nothing is recorded");
}

#[test]
fn records_of_use_that_were_damaged_are_told_of_and_begun_anew() {
    let firm = firm();
    let vat = firm.sam.app.find_whole("VAT").unwrap().id.to_string();
    firm.sam.app.copy_code(&vat, CopyWhen::Now).unwrap();
    firm.sam.sql("UPDATE document SET sealed = x'01'");
    firm.sam.app.copy_code(&vat, CopyWhen::Now).unwrap();
    let told = firm.sam.app.doctor().into_iter().find(|one| one.id == "check-use").unwrap();
    assert_eq!(told.state, CheckState::Bad);
    assert_eq!(told.args["words"], "check-use-damaged");
}

#[test]
fn the_log_is_searched_by_who_account_what_and_when() {
    let firm = firm();
    let filter = LogFilter::default;
    let some = |text: &str| Some(text.to_owned());
    let shared = asked(&firm.alice, LogFilter { what: some("shared"), ..filter() });
    assert_eq!(shared, ["shared"]);
    let about = asked(&firm.alice, LogFilter { account: some("vat"), ..filter() });
    assert!(about.contains(&"key-new".to_owned()) && about.contains(&"shared".to_owned()));
    assert!(!about.contains(&"founded".to_owned()));
    assert_eq!(asked(&firm.alice, LogFilter { who: some("sam"), ..filter() }), [""; 0]);
    assert_eq!(asked(&firm.alice, LogFilter { to: Some(START - 1), ..filter() }), [""; 0]);
    let keys = asked(&firm.alice, LogFilter { what: some("key"), ..filter() });
    assert_eq!(keys, ["key-new"], "the first part of a name will do");
    let all = asked(&firm.alice, LogFilter { routine: true, ..filter() }).len();
    assert!(all > asked(&firm.alice, filter()).len());
    for (filter, code) in [
        (LogFilter { who: some("Zed"), ..filter() }, "firm.no-person"),
        (LogFilter { account: some("Zed"), ..filter() }, "log.no-account"),
        (LogFilter { what: some("zed"), ..filter() }, "log.no-kind"),
    ] {
        assert_eq!(firm.alice.app.log(&filter).unwrap_err().code(), code);
    }
}

#[test]
fn who_could_make_codes_is_told_with_key_and_way() {
    let firm = firm();
    let could = firm.alice.app.who_could("vat", None).unwrap();
    let ways: Vec<(&str, u32, &str)> =
        could.ways.iter().map(|way| (way.person.as_str(), way.key, way.route.as_str())).collect();
    assert_eq!(
        ways,
        [("Alice", 1, "administrator"), ("Bob", 1, "administrator"), ("Sam", 1, "app")]
    );
    assert_eq!(firm.ada.app.sync().map(|_| ()).ok(), Some(()));
    assert_eq!(firm.ada.app.who_could("VAT", None).unwrap().ways.len(), 3, "an auditor may know");
    assert_eq!(firm.alice.app.who_could("VAT", Some(START - DAY)).unwrap().ways, []);
    assert_eq!(firm.alice.app.who_could("Zed", None).unwrap_err().code(), "log.no-account");
}

fn exported(firm: &Firm) -> Vec<u8> {
    copy(&firm.sam, "VAT");
    firm.sam.app.sync().unwrap();
    firm.alice.app.sync().unwrap();
    firm.alice.app.export_audit().unwrap().0
}

#[test]
fn an_exported_log_is_checked_without_a_vault_and_says_the_same_as_the_firm() {
    let firm = firm();
    let (bytes, made) = firm.alice.app.export_audit().unwrap();
    let checked = verify_audit(&bytes, Some(&made.first)).unwrap();
    assert_eq!(checked, made);
    let own = firm.alice.app.verify_firm().unwrap();
    assert_eq!((checked.entries, checked.since), (own.entries, own.since));
    assert_eq!(checked.team_code, own.team_code);
    assert_eq!((checked.people, checked.devices, checked.accounts), (4, 4, 1));
    assert_eq!(checked.exported_by.as_deref(), Some("Alice"));
    assert!(String::from_utf8(bytes.clone()).unwrap().contains("\"label\": \"VAT\""));
    let other = verify_audit(&bytes, Some(&"a".repeat(52))).unwrap_err();
    assert_eq!(other.code(), "audit.other-firm");
    assert!(firm.ada.app.export_audit().is_ok(), "an auditor may");
    assert_eq!(firm.sam.app.export_audit().unwrap_err().code(), "log.not-yours");
}

#[test]
fn no_secret_key_is_in_an_exported_log() {
    let file = String::from_utf8(exported(&firm())).unwrap();
    // The secret key is "Hello!\xde\xad\xbe\xef" and so on in base32.
    for written in ["JBSWY3DP", "48656c6c6f21deadbeef", "SGVsbG8h3q2+7w", "Hello!"] {
        assert!(!file.to_lowercase().contains(&written.to_lowercase()), "{written}");
    }
    assert!(!file.contains("three blue boats"));
}

#[test]
fn a_changed_byte_of_an_exported_log_is_found_wherever_it_is() {
    let bytes = exported(&firm());
    assert!(verify_audit(&bytes, None).is_ok());
    let step = bytes.len() / 150;
    for at in (0..bytes.len()).step_by(step) {
        let mut bad = bytes.clone();
        bad[at] ^= 1;
        let error = verify_audit(&bad, None).err();
        assert!(error.is_some(), "byte {at}: {:?}", char::from(bytes[at]));
        assert!(error.unwrap().code().starts_with("audit."));
    }
    let cut = &bytes[..bytes.len() - 5];
    assert_eq!(verify_audit(cut, None).unwrap_err().code(), "audit.not");
}

#[test]
fn what_stands_beside_an_entry_for_people_cannot_lie() {
    let text = String::from_utf8(exported(&firm())).unwrap();
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        verify_audit(text.replacen(from, to, 1).as_bytes(), None).unwrap_err().code()
    };
    assert_eq!(changed("\"what\": \"founded\"", "\"what\": \"note\""), "audit.column");
    assert_eq!(changed("\"counts\": true", "\"counts\": false"), "audit.column");
    assert_eq!(changed("\"name\": \"Bob\"", "\"name\": \"Zed\""), "audit.column");
    assert_eq!(changed("\"person\": \"Alice\"", "\"person\": \"Zed\""), "audit.beside");
    assert_eq!(changed("\"label\": \"VAT\"", "\"label\": \"PAYE\""), "audit.beside");
    assert_eq!(changed("sixboard-audit/1", "sixboard-audit/2"), "audit.newer");
    assert_eq!(changed("  \"name\"", " \"name\""), "audit.not");
}
