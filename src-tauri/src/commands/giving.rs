//! Keys that leave the program for one person, and the window of a key, or of the words of a file: it
//! lives for a minute, or five.

use std::sync::atomic::{AtomicU32, Ordering};

use app::firm::views::{ApprovalView, Done, FateView, GivenView, ShownView};
use app::firm::{GiveRequest, OnPaper};
use app::{App, Error};
use tauri::{AppHandle, Manager, State, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_dialog::DialogExt;

use super::{Answer, backup, picture, run};

/// What the names of the windows begin with, as their capability file has them, and their page.
const WINDOW: &str = "key-";
const PAGE: &str = "sheet.html#key";
const KEY_TITLE: &str = "Sixboard secret key";
const WORDS_TITLE: &str = "Sixboard words to read out";

/// Numbers the windows: the name of one that is on its way out is in use a while longer.
static OPENED: AtomicU32 = AtomicU32::new(0);

/// Gives a key to one person by showing it in a window of its own for a minute.
#[tauri::command]
#[specta::specta]
pub async fn show_key(
    app: State<'_, App>,
    desktop: AppHandle,
    request: GiveRequest,
) -> Answer<Done<GivenView>> {
    run(app, move |app| in_new_window(&desktop, KEY_TITLE, || app.show_key(&request))).await
}

/// Gives a key in a file: asks where, writes it there, and shows the words to read out in a window of
/// their own for five minutes; nothing when the person cancels.
#[tauri::command]
#[specta::specta]
pub async fn give_file(
    app: State<'_, App>,
    desktop: AppHandle,
    request: GiveRequest,
) -> Answer<Option<Done<GivenView>>> {
    run(app, move |app| {
        app.may_give(&request)?;
        let dialog = desktop.dialog().file().add_filter("Sixboard backup", &[backup::ENDING]);
        let dialog = dialog.set_file_name(format!("{}.{}", request.person, backup::ENDING));
        let Some(chosen) = dialog.blocking_save_file() else { return Ok(None) };
        let path = backup::path_of(chosen)?;
        let write = || app.write_file_and_show(&request, &path);
        in_new_window(&desktop, WORDS_TITLE, write).map(Some)
    })
    .await
}

/// What is said beside the key or the words that the window shows.
#[tauri::command]
#[specta::specta]
pub async fn shown_key(app: State<'_, App>) -> Answer<ShownView> {
    run(app, App::shown_key).await
}

/// The key or the words that the window shows, as a picture.
#[tauri::command]
#[specta::specta]
pub async fn key_picture(app: State<'_, App>) -> Answer<String> {
    run(app, |app| app.draw_key().map(|drawn| picture::address(&drawn))).await
}

/// Says that the person has what is shown, and closes its window.
#[tauri::command]
#[specta::specta]
pub async fn key_taken(app: State<'_, App>, desktop: AppHandle) -> Answer<()> {
    run(app, |app| app.key_was_taken().map(drop)).await?;
    close(&desktop);
    Ok(())
}

/// Closes the window of a key or of words, and forgets them.
#[tauri::command]
#[specta::specta]
pub async fn close_key(app: State<'_, App>, desktop: AppHandle) -> Answer<()> {
    close(&desktop);
    run(app, |app| {
        app.forget_key();
        Ok(())
    })
    .await
}

/// Gives a key on paper: asks where, and writes the sheet there; nothing when the person cancels.
#[tauri::command]
#[specta::specta]
pub async fn hand_out(
    app: State<'_, App>,
    desktop: AppHandle,
    request: GiveRequest,
    on_paper: OnPaper,
) -> Answer<Option<Done<GivenView>>> {
    run(app, move |app| {
        app.may_give(&request)?;
        let dialog = desktop.dialog().file().add_filter("PDF", &["pdf"]);
        let dialog = dialog.set_file_name(format!("{}.pdf", request.person));
        let Some(chosen) = dialog.blocking_save_file() else { return Ok(None) };
        let path = chosen.into_path().map_err(|error| {
            Error::new("paper.file").with("cause", error.to_string()).because(error)
        })?;
        app.save_hand_out(&request, on_paper, &path).map(Some)
    })
    .await
}

/// Every key that was given by another route than this program.
#[tauri::command]
#[specta::specta]
pub async fn given_keys(app: State<'_, App>) -> Answer<Vec<GivenView>> {
    run(app, App::given_keys).await
}

/// Says what became of a key that was given.
#[tauri::command]
#[specta::specta]
pub async fn set_given(app: State<'_, App>, id: String, fate: FateView) -> Answer<Done<GivenView>> {
    run(app, move |app| app.set_given(&id, fate)).await
}

/// Asks a second administrator to approve that a key is given.
#[tauri::command]
#[specta::specta]
pub async fn ask_approval(app: State<'_, App>, request: GiveRequest) -> Answer<Done<ApprovalView>> {
    run(app, move |app| app.ask_approval(&request)).await
}

/// Every request for approval.
#[tauri::command]
#[specta::specta]
pub async fn approvals(app: State<'_, App>) -> Answer<Vec<ApprovalView>> {
    run(app, App::approvals).await
}

/// Approves another's request, or refuses it.
#[tauri::command]
#[specta::specta]
pub async fn answer_approval(
    app: State<'_, App>,
    id: String,
    granted: bool,
) -> Answer<Done<ApprovalView>> {
    run(app, move |app| app.answer_approval(&id, granted)).await
}

/// Opens a window for what `give` shows, in the place of the one before.
fn in_new_window<T>(
    desktop: &AppHandle,
    title: &str,
    give: impl FnOnce() -> app::error::Result<T>,
) -> app::error::Result<T> {
    let number = OPENED.fetch_add(1, Ordering::Relaxed) + 1;
    close(desktop);
    desktop.state::<App>().forget_key();
    let given = give()?;
    open(desktop, number, title).map_err(|error| Error::new("bug.unexpected").because(error))?;
    Ok(given)
}

fn open(desktop: &AppHandle, number: u32, title: &str) -> tauri::Result<()> {
    let label = format!("{WINDOW}{number}");
    WebviewWindowBuilder::new(desktop, label, WebviewUrl::App(PAGE.into()))
        .title(title)
        .inner_size(560.0, 820.0)
        .content_protected(true)
        .build()
        .map(drop)
}

/// Destroys the window of a key, and with it the process that showed it. One that is gone already
/// is no error.
pub fn close(desktop: &AppHandle) {
    for (label, window) in desktop.webview_windows() {
        if label.starts_with(WINDOW) {
            let _ = window.destroy();
        }
    }
}

/// Forgets the key whose window a person closed, unless another is about to be shown.
pub fn on_destroyed(desktop: &AppHandle, label: &str) {
    if label.strip_prefix(WINDOW) == Some(OPENED.load(Ordering::Relaxed).to_string().as_str()) {
        desktop.state::<App>().forget_key();
    }
}
