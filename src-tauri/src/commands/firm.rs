//! Setting up a firm, joining one, and keeping in step with it.

use app::firm::Place;
use app::firm::views::{Done, FirmForm, FirmView, KitView, SyncView};
use app::{App, Error};
use secret::SecretText;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::{Answer, run};

/// The firm of this vault; nothing when it is in none.
#[tauri::command]
#[specta::specta]
pub async fn firm(app: State<'_, App>) -> Answer<Option<FirmView>> {
    run(app, |app| match app.firm() {
        Err(error) if error.code() == "firm.none" => Ok(None),
        firm => firm.map(Some),
    })
    .await
}

/// Looks into the firm's folder, and puts there what waits.
#[tauri::command]
#[specta::specta]
pub async fn sync_firm(app: State<'_, App>) -> Answer<SyncView> {
    run(app, App::sync).await
}

/// Asks for a folder; nothing when the person cancels.
#[tauri::command]
#[specta::specta]
pub async fn choose_folder(app: State<'_, App>, desktop: AppHandle) -> Answer<Option<String>> {
    run(app, move |_| {
        let Some(chosen) = desktop.dialog().file().blocking_pick_folder() else { return Ok(None) };
        let path = chosen.into_path().map_err(|error| {
            Error::new("firm.address").with("cause", error.to_string()).because(error)
        })?;
        Ok(Some(path.display().to_string()))
    })
    .await
}

/// Checks a firm that is to be set up, and makes its recovery kit.
#[tauri::command]
#[specta::specta]
pub async fn draft_firm(app: State<'_, App>, request: FirmForm) -> Answer<KitView> {
    run(app, move |app| app.draft_firm(request.into())).await
}

/// Sets the firm up, once both sheets were proven.
#[tauri::command]
#[specta::specta]
pub async fn found_firm(app: State<'_, App>) -> Answer<Done<()>> {
    run(app, App::found_firm).await
}

/// Answers an invite. The digits to read out are in the firm's view.
#[tauri::command]
#[specta::specta]
pub async fn join_firm(
    app: State<'_, App>,
    code: String,
    place: String,
    device: String,
) -> Answer<()> {
    let code = SecretText::new(code);
    run(app, move |app| app.join(&code, &Place::open(place), &device).map(drop)).await
}

/// Gives up waiting to be let in.
#[tauri::command]
#[specta::specta]
pub async fn stop_joining(app: State<'_, App>) -> Answer<()> {
    run(app, App::stop_joining).await
}
