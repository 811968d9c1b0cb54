//! Getting a key in. Keys stay in the application; the page gets a draft's name.

use app::App;
use app::view::{AddRequest, AddView, DraftView, LabelView, ServiceView};
use secret::SecretText;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::{Answer, run};

/// Reads what was typed or pasted.
#[tauri::command]
#[specta::specta]
pub async fn read_text(app: State<'_, App>, text: String) -> Answer<DraftView> {
    let text = SecretText::new(text);
    run(app, move |app| app.read_text(&text)).await
}

/// Asks for a picture file and reads it; nothing when the person cancels.
#[tauri::command]
#[specta::specta]
pub async fn read_picture(app: State<'_, App>, desktop: AppHandle) -> Answer<Option<DraftView>> {
    run(app, move |app| {
        let dialog = desktop.dialog().file().add_filter("Pictures", &["png", "jpg", "jpeg"]);
        let Some(chosen) = dialog.blocking_pick_file() else { return Ok(None) };
        let path = chosen
            .into_path()
            .map_err(|error| app::Error::new("qr.file-unreadable").because(error))?;
        app.read_picture(&path).map(Some)
    })
    .await
}

/// Reads the picture on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn read_clipboard(app: State<'_, App>) -> Answer<DraftView> {
    run(app, App::read_clipboard).await
}

/// Reads the screen.
#[tauri::command]
#[specta::specta]
pub async fn read_screen(app: State<'_, App>) -> Answer<DraftView> {
    run(app, App::read_screen).await
}

/// Wipes a draft.
#[tauri::command]
#[specta::specta]
pub async fn discard_draft(app: State<'_, App>, draft: String) -> Answer<()> {
    run(app, move |app| {
        app.discard_draft(&draft);
        Ok(())
    })
    .await
}

/// The services of the naming aid.
#[tauri::command]
#[specta::specta]
pub async fn name_aid(app: State<'_, App>) -> Answer<Vec<ServiceView>> {
    run(app, |app| Ok(app.name_aid())).await
}

/// What is to be said about a label.
#[tauri::command]
#[specta::specta]
pub async fn check_label(
    app: State<'_, App>,
    label: String,
    id: Option<String>,
) -> Answer<LabelView> {
    run(app, move |app| app.check_label(&label, id.as_deref())).await
}

/// Adds one account of a draft, or replaces a key by it.
#[tauri::command]
#[specta::specta]
pub async fn add_found(app: State<'_, App>, request: AddRequest) -> Answer<AddView> {
    run(app, move |app| app.add_found(&request)).await
}
