//! The window of one sheet of the recovery kit. It lives as long as the person looks at the sheet.

use std::sync::atomic::{AtomicU32, Ordering};

use app::firm::views::SheetSide;
use app::{App, Error};
use tauri::{AppHandle, Manager, State, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use super::{Answer, picture, run};

/// What the names of the windows begin with, as their capability file has them, and their pages.
const WINDOWS: [(SheetSide, &str, &str); 2] =
    [(SheetSide::A, "sheet-a-", "sheet.html#a"), (SheetSide::B, "sheet-b-", "sheet.html#b")];

/// Numbers the windows: the name of one that is on its way out is in use a while longer.
static OPENED: AtomicU32 = AtomicU32::new(0);

/// Shows a sheet of the recovery kit in a window of its own.
#[tauri::command]
#[specta::specta]
pub async fn show_sheet(desktop: AppHandle, side: SheetSide) -> Answer<()> {
    close(&desktop);
    open(&desktop, side).map_err(|error| Error::new("bug.unexpected").because(error).into())
}

/// The sheet that the window shows, as a picture.
#[tauri::command]
#[specta::specta]
pub async fn sheet_picture(app: State<'_, App>, window: WebviewWindow) -> Answer<String> {
    let side = WINDOWS.iter().find(|(_, name, _)| window.label().starts_with(name));
    let side = side.map_or(SheetSide::A, |(side, _, _)| *side);
    run(app, move |app| app.draw_sheet(side).map(|drawn| picture::address(&drawn))).await
}

/// Prints the window with the sheet.
#[tauri::command]
#[specta::specta]
pub async fn print_sheet(window: WebviewWindow) -> Answer<()> {
    window.print().map_err(|error| Error::new("bug.unexpected").because(error).into())
}

/// Closes the window with the sheet.
#[tauri::command]
#[specta::specta]
pub async fn close_sheet(desktop: AppHandle) -> Answer<()> {
    close(&desktop);
    Ok(())
}

fn open(desktop: &AppHandle, side: SheetSide) -> tauri::Result<()> {
    let Some((_, name, page)) = WINDOWS.iter().find(|(one, _, _)| *one == side) else {
        return Ok(());
    };
    let label = format!("{name}{}", OPENED.fetch_add(1, Ordering::Relaxed));
    WebviewWindowBuilder::new(desktop, label, WebviewUrl::App(page.into()))
        .title("Sixboard recovery kit")
        .inner_size(820.0, 860.0)
        .content_protected(true)
        .build()
        .map(drop)
}

/// Destroys the windows of sheets, and with each the process that showed the sheet. One that is
/// gone already is no error.
pub fn close(desktop: &AppHandle) {
    for (label, window) in desktop.webview_windows() {
        if WINDOWS.iter().any(|(_, name, _)| label.starts_with(name)) {
            let _ = window.destroy();
        }
    }
}
