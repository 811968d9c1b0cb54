//! Accessibility of every screen, by axe-core, and a picture of each in every look.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use support::{PrivateSession, until};

use crate::window::{Desktop, LIMIT};

/// Two accounts in one text, so that the person is asked which.
const SEVERAL: &str = "otpauth-migration://offline?data=CjIKFAECAwQFBgcICQoLDA0ODxA\
     REhMUEg5hbGljZUBwcmFjdGljZRoESE1SQyABKAEwAgorChQoKSorLC0uLzAxMjM0NTY3O\
     Dk6OxIHcGF5cm9sbBoEWGVybyABKAEwAhABGAEgACgH";

/// Of the backup that is restored.
const PASSPHRASE: &str = "copper lamp seven";

const AXE: &str = "ui/node_modules/axe-core/axe.min.js";

#[test]
fn every_screen_is_free_of_accessibility_faults_in_every_look() -> Result<()> {
    let desktop = Desktop::start()?;
    look_at(&desktop, "first-run")?;
    desktop.click("who-me")?;
    look_at(&desktop, "protect")?;
    desktop.click("create")?;
    desktop.find("list")?;
    for (key, label) in [
        ("JBSWY3DPEHPK3PXP", "HMRC agent services – Agent services account – Leeds"),
        ("GEZDGNBVGY3TQOJQ", "HMRC online services – Income Tax – London"),
        ("KRSXG5CTMVRXEZLU", "HMRC online services – Corporation Tax – London"),
        ("MFRGGZDFMZTWQ2LK", "Companies House – Filing"),
    ] {
        desktop.add(key, label)?;
        desktop.find("list")?;
    }
    desktop.click("row-show")?;
    desktop.find("code")?;
    look_at(&desktop, "codes")?;
    desktop.click("row-open")?;
    desktop.find("panel")?;
    look_at(&desktop, "account")?;
    desktop.click("panel-close")?;
    desktop.click("add")?;
    desktop.find("add-page")?;
    look_at(&desktop, "add")?;
    desktop.click("from-text")?;
    desktop.fill("key", SEVERAL)?;
    look_at(&desktop, "type")?;
    desktop.click("key-continue")?;
    desktop.find("found")?;
    look_at(&desktop, "choose")?;
    desktop.click("back")?;
    desktop.click("from-text")?;
    desktop.fill("key", "NBSWY3DPO5XXE3DE")?;
    desktop.click("key-continue")?;
    desktop.fill("label", "Companies House – Filing")?;
    desktop.find("label-problem")?; // what it pushes down stands still then
    desktop.click("add-go")?;
    desktop.find("in-the-way")?;
    look_at(&desktop, "in-the-way")?;
    desktop.click("taken-cancel")?;
    look_at(&desktop, "name")?;
    desktop.click("back")?;
    desktop.find("leave-dialog")?;
    look_at(&desktop, "leave-dialog")?;
    desktop.click("leave-stay")?;
    closed(&desktop, "leave-dialog")?;
    desktop.name("Xero – Payroll")?;
    look_at(&desktop, "check")?;
    desktop.click("refused-answer")?;
    desktop.find("check-refused")?;
    look_at(&desktop, "refused")?;
    desktop.click("later")?;
    for (rail, page) in [("nav-settings", "settings-page"), ("nav-help", "help-page")] {
        desktop.click(rail)?;
        desktop.find(page)?;
        look_at(&desktop, page)?;
    }
    desktop.click("lock")?;
    desktop.find("lock-page")?;
    look_at(&desktop, "lock")
}

/// What comes up beside, before and instead of the pages.
#[test]
fn what_asks_tells_or_stands_in_the_way_is_free_of_accessibility_faults_too() -> Result<()> {
    let mut desktop = Desktop::start()?;
    desktop.first_run()?;
    desktop.press("?")?;
    desktop.find("shortcuts")?;
    look_at(&desktop, "shortcuts")?;
    desktop.click("dialog-close")?;
    closed(&desktop, "shortcuts")?;
    look_at_notices(&desktop)?;
    let backup = back_up(&desktop)?;
    desktop.click("row-open")?;
    desktop.click("panel-remove")?;
    desktop.find("empty")?;
    look_at(&desktop, "empty")?;
    desktop.click("nav-settings")?;
    desktop.click("purge")?;
    desktop.find("purge-dialog")?;
    look_at(&desktop, "purge-dialog")?;
    desktop.click("purge-no")?;
    closed(&desktop, "purge-dialog")?;
    desktop.fill("restore-passphrase", PASSPHRASE)?;
    desktop.click("restore-open")?;
    desktop.choose_file(&backup)?;
    desktop.find("plan")?;
    look_at(&desktop, "restore-plan")?;
    desktop.close()?;
    let session = desktop.session();
    session.stop_keyring()?;
    session.empty_keyring()?;
    session.start_keyring()?;
    desktop.open()?;
    desktop.find("recover")?;
    look_at(&desktop, "blocked")?;
    desktop.click("recover")?;
    desktop.find("recover-dialog")?;
    look_at(&desktop, "recover-dialog")
}

#[test]
fn a_system_that_asks_for_less_motion_gets_a_bar_that_moves_in_blocks_of_five_seconds() -> Result<()>
{
    let session = PrivateSession::start()?;
    let settings = session.environment()["XDG_CONFIG_HOME"].join("gtk-3.0");
    fs::create_dir_all(&settings)?;
    fs::write(settings.join("settings.ini"), "[Settings]\ngtk-enable-animations=0\n")?;
    let desktop = Desktop::start_in(session)?;
    desktop.first_run()?;
    let asks = "return matchMedia('(prefers-reduced-motion: reduce)').matches";
    ensure!(desktop.run(asks, Vec::new())? == true, "the page is not told");
    check(&desktop, "less motion")?;
    let share = "return document.querySelector('.countdown .fill').style.width";
    let block = |width: &Value| {
        let width: f64 = width.as_str()?.strip_suffix('%')?.parse().ok()?;
        let blocks = width / 100.0 * 6.0;
        ((blocks - blocks.round()).abs() < 0.01).then_some(blocks.round())
    };
    // Six seconds show one step of the bar at least, and never a place between two.
    let mut seen = std::collections::BTreeSet::new();
    until("the bar to step", LIMIT, || {
        let width = desktop.run(share, Vec::new())?;
        let block = block(&width).with_context(|| format!("the bar stands at {width}"))?;
        seen.insert(block.to_string());
        Ok((seen.len() > 1).then_some(()))
    })
}

/// Waits until a dialog is gone: what lies beneath it cannot be pressed before.
fn closed(desktop: &Desktop, dialog: &str) -> Result<()> {
    until("the dialog to close", LIMIT, || Ok((!desktop.has(dialog)?).then_some(())))
}

/// Notices go by themselves, so one is called for in every look.
fn look_at_notices(desktop: &Desktop) -> Result<()> {
    for look in LOOKS {
        look.put_on(desktop)?;
        desktop.click("row-open")?;
        desktop.find("panel")?;
        desktop.press_with_ctrl('o')?; // the practice account has no sign-in page
        desktop.find("toast")?;
        check(desktop, &format!("notice, {}", look.name))?;
        desktop.picture(&format!("notice-{}", look.name))?;
        ensure!(desktop.has("toast")?, "the notice went before it was looked at");
        desktop.click("toast-close")?;
        desktop.click("panel-close")?;
    }
    USUAL.put_on(desktop)
}

/// A backup that has one account more than the vault.
fn back_up(desktop: &Desktop) -> Result<PathBuf> {
    let (file, passphrase) =
        (desktop.folder().join("b.sixboard-backup"), desktop.folder().join("p"));
    fs::write(&passphrase, PASSPHRASE)?;
    let run = |arguments: &[&str]| -> Result<()> {
        let output = desktop.command(support::program("sixboard")?).args(arguments).output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    };
    let label = "HMRC online services – VAT – Leeds";
    run(&["add", "--label", label, "--key", "JBSWY3DPEHPK3PXP"])?;
    let path = |path: &Path| path.display().to_string();
    run(&["backup", &path(&file), "--backup-passphrase-file", &path(&passphrase)])?;
    run(&["remove", label])?;
    run(&["remove", label, "--for-good", "--yes"])?;
    let one = "return document.querySelectorAll('[data-testid=row]').length === 1";
    until("the one row", LIMIT, || Ok((desktop.run(one, Vec::new())? == true).then_some(())))?;
    Ok(file)
}

/// One way in which the window can look: as which attributes, and how large.
struct Look {
    name: &'static str,
    theme: &'static str,
    contrast: &'static str,
    size: (u32, u32),
}

const USUAL: Look = Look { name: "light", theme: "light", contrast: "usual", size: (1280, 900) };

/// 320 pixels are what is left of 1,280 at 400 %.
const LOOKS: [Look; 8] = [
    USUAL,
    Look { name: "dark", theme: "dark", ..USUAL },
    Look { name: "contrast", contrast: "more", ..USUAL },
    Look { name: "contrast-dark", theme: "dark", contrast: "more", ..USUAL },
    Look { name: "800x600", size: (800, 600), ..USUAL },
    Look { name: "200", size: (640, 450), ..USUAL }, // as at 200 %
    Look { name: "narrow", size: (320, 640), ..USUAL },
    Look { name: "400", size: (320, 256), ..USUAL }, // 1,280 by 1,024 at 400 %
];

impl Look {
    fn put_on(&self, desktop: &Desktop) -> Result<()> {
        desktop.resize(self.size.0, self.size.1)?;
        let attributes = "const { dataset } = document.documentElement;
            dataset.theme = arguments[0]; dataset.contrast = arguments[1]";
        desktop.run(attributes, vec![self.theme.into(), self.contrast.into()]).map(drop)
    }
}

/// The engine here knows no forced colours: what is written for them is switched on, and all else
/// takes the system's two, as where they are forced.
const FORCE_COLOURS: &str = "
    window.forced = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
        .filter((rule) => rule.media?.mediaText.includes('forced-colors'));
    for (const rule of window.forced) rule.media.mediaText = 'all';
    const [sheet] = document.styleSheets;
    sheet.insertRule(`*:not(.fill, .bar, .thumb) { color: CanvasText !important;
        background: Canvas !important; border-color: CanvasText !important;
        box-shadow: none !important }`, sheet.cssRules.length)";

const FREE_COLOURS: &str = "
    for (const rule of window.forced) rule.media.mediaText = '(forced-colors: active)';
    const [sheet] = document.styleSheets;
    sheet.deleteRule(sheet.cssRules.length - 1)";

/// Buttons whose words stand out of them, and pages that are wider than the window.
const SPILT: &str = "
    const out = (button) => {
        if (button.getBoundingClientRect().bottom > innerHeight) return false; // not drawn yet
        const words = document.createRange();
        words.selectNodeContents(button);
        // What is folded away has a place all the same.
        const folded = button.querySelector('details:not([open])') !== null;
        const seen = [...button.querySelectorAll('*')].filter((one) => one.checkVisibility());
        const ends = (folded ? seen : [words]).map((one) => one.getBoundingClientRect().bottom);
        return Math.max(...ends) > button.getBoundingClientRect().bottom + 1;
    };
    const spilt = [...document.querySelectorAll('main button, main li')].filter(out);
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    return [...spilt.map((button) => button.dataset.testid), ...wide]";

/// Checks the page as it stands in every look, and saves a picture of each.
pub fn look_at(desktop: &Desktop, name: &str) -> Result<()> {
    for look in LOOKS {
        look.put_on(desktop)?;
        check(desktop, &format!("{name}, {}", look.name))?;
        desktop.wait_until_drawn()?;
        desktop.picture(&format!("{name}-{}", look.name))?;
        let spilt = desktop.run(SPILT, Vec::new())?;
        ensure!(spilt == serde_json::json!([]), "{name}, {}: {spilt} is out of its box", look.name);
    }
    USUAL.put_on(desktop)?;
    desktop.run(FORCE_COLOURS, Vec::new())?;
    check(desktop, &format!("{name}, forced colours"))?;
    desktop.picture(&format!("{name}-forced"))?;
    desktop.run(FREE_COLOURS, Vec::new()).map(drop)
}

fn check(desktop: &Desktop, page: &str) -> Result<()> {
    let axe = support::root().join(AXE);
    let axe = fs::read_to_string(&axe).with_context(|| format!("{AXE}: run npm ci in ui"))?;
    desktop.run(&axe, Vec::new())?;
    let found = desktop.run_async(
        "const done = arguments[arguments.length - 1];
         axe.run().then((found) => done(found.violations.map((v) =>
           `${v.id}: ${v.help} (${v.nodes.map((node) => node.target).join(', ')})`)))
           .catch((error) => done([String(error)]));",
    )?;
    let faults: Vec<&str> =
        found.as_array().context("axe gave no list")?.iter().filter_map(Value::as_str).collect();
    ensure!(faults.is_empty(), "{page}: {}", faults.join("; "));
    Ok(())
}
