//! The frozen firm of `tests/vectors/ledger`: what was once written is read for good.
//! `check.py` beside it opens the same firm with another implementation.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use std::path::PathBuf;

use data_encoding::HEXLOWER as HEX;
use ledger::{Alarm, Day, DeviceKeys, Firm, Hash, Kit, Pin, Sheet, Time};
use secret::{Secret, SecretText};
use serde_json::Value;
use town::{must, opens};

fn file() -> Value {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/ledger/firm.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field}"))
}

fn take_all(firm: &mut Firm, file: &Value) {
    let objects = file["objects"].as_object().unwrap();
    let store = objects
        .iter()
        .map(|(name, hex)| (name.clone(), HEX.decode(hex.as_str().unwrap().as_bytes()).unwrap()));
    town::sync_from(&store.collect(), firm, Time(1_800_000_000));
}

fn pin(file: &Value) -> Pin {
    Pin {
        firm: text(file, "firm").parse().unwrap(),
        genesis: text(file, "genesis").parse().unwrap(),
    }
}

#[test]
fn the_frozen_firm_opens_with_its_kit() {
    let file = file();
    let sheet = |field| Sheet::read(&SecretText::copy_of(text(&file, field))).unwrap();
    let kit = Kit::from_sheets(&sheet("sheet_a"), &sheet("sheet_b")).unwrap();
    let mut firm = Firm::replica(pin(&file), kit.keys(), vec![]);
    take_all(&mut firm, &file);
    let expect = &file["expect"];
    assert_eq!(firm.entry_count() as u64, expect["entries"].as_u64().unwrap());
    assert_eq!(firm.state().hash().to_string(), text(expect, "state"));
    assert_eq!(firm.team_code().to_string(), text(expect, "team_code"));
    assert_eq!(firm.alarms().count(), 0);
    let account = text(expect, "account").parse().unwrap();
    assert_eq!(opens(&mut firm, account), [text(expect, "key").as_bytes()]);
    assert_eq!(firm.open_details(account).unwrap().label, text(expect, "label"));
    assert_eq!(must(&mut firm), [account]);
    assert_eq!(firm.acks().len(), 2);
    assert_eq!(firm.verify_checkpoints(), []);
}

#[test]
fn the_frozen_use_file_opens_for_the_administrator() {
    let file = file();
    let seed = |field| Secret::new(HEX.decode(text(&file, field).as_bytes()).unwrap());
    let keys = DeviceKeys::derive(&seed("admin_sign"), &seed("admin_kem")).unwrap();
    let mut firm = Firm::replica(pin(&file), keys, vec![]);
    take_all(&mut firm, &file);
    let (device, day) = (text(&file, "use_device").parse().unwrap(), Day(20_780));
    let bytes = HEX.decode(text(&file, "use_file").as_bytes()).unwrap();
    let opened = firm.open_use_file(device, day, &bytes).unwrap();
    assert_eq!((opened.records.len(), opened.prev), (2, Hash::NONE));
    assert!(!firm.alarms().any(|alarm| matches!(alarm, Alarm::Broken { .. })));
}
