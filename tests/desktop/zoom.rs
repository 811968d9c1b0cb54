//! The page, drawn larger.

use anyhow::{Context, Result, ensure};
use support::until;

use crate::window::{Desktop, LIMIT};

#[test]
fn the_page_is_drawn_four_times_as_large_and_stays_so_when_it_is_replaced() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    let usual = width(&desktop)?;
    for _ in 0..10 {
        desktop.press_with_ctrl('=')?;
    }
    is_as_wide_as(&desktop, usual / 4.0)?;
    desktop.press_with_ctrl('l')?;
    desktop.find("lock-page")?;
    ensure!((width(&desktop)? - usual / 4.0).abs() < 2.0, "the new page is of another size");
    desktop.press_with_ctrl('0')?;
    is_as_wide_as(&desktop, usual)
}

fn is_as_wide_as(desktop: &Desktop, wanted: f64) -> Result<()> {
    until("the page to be drawn anew", LIMIT, || {
        Ok(((width(desktop)? - wanted).abs() < 2.0).then_some(()))
    })
}

/// How many of its own pixels the page is wide.
fn width(desktop: &Desktop) -> Result<f64> {
    desktop.run("return innerWidth", Vec::new())?.as_f64().context("the page has a width")
}
