//! What is written beside a key, and removing it.

use app::App;
use app::firm::views::Done;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

use super::{Answer, run};

/// Says whether the service accepted the new key.
#[tauri::command]
#[specta::specta]
pub async fn confirm_key(app: State<'_, App>, id: String, accepted: bool) -> Answer<Done<()>> {
    run(app, move |app| app.confirm_key(&id, accepted)).await
}

/// Gives an account another label.
#[tauri::command]
#[specta::specta]
pub async fn rename(app: State<'_, App>, id: String, label: String) -> Answer<Done<()>> {
    run(app, move |app| app.rename(&id, &label)).await
}

/// Sets the last four characters of the user ID.
#[tauri::command]
#[specta::specta]
pub async fn set_hint(app: State<'_, App>, id: String, hint: Option<String>) -> Answer<()> {
    run(app, move |app| app.set_hint(&id, hint.as_deref())).await
}

/// Sets the note.
#[tauri::command]
#[specta::specta]
pub async fn set_note(app: State<'_, App>, id: String, note: Option<String>) -> Answer<()> {
    run(app, move |app| app.set_note(&id, note.as_deref())).await
}

/// Sets the service.
#[tauri::command]
#[specta::specta]
pub async fn set_service(app: State<'_, App>, id: String, service: Option<String>) -> Answer<()> {
    run(app, move |app| app.set_service(&id, service.as_deref())).await
}

/// Removes an account; it can be put back for 30 days.
#[tauri::command]
#[specta::specta]
pub async fn remove(app: State<'_, App>, id: String) -> Answer<()> {
    run(app, move |app| app.remove(&id)).await
}

/// Puts a removed account back.
#[tauri::command]
#[specta::specta]
pub async fn put_back(app: State<'_, App>, id: String) -> Answer<()> {
    run(app, move |app| app.put_back(&id)).await
}

/// Wipes a removed account.
#[tauri::command]
#[specta::specta]
pub async fn purge(app: State<'_, App>, id: String) -> Answer<()> {
    run(app, move |app| app.purge(&id)).await
}

/// Opens the sign-in page of the account's service, from our own list of addresses.
#[tauri::command]
#[specta::specta]
pub async fn open_sign_in(app: State<'_, App>, desktop: AppHandle, id: String) -> Answer<()> {
    run(app, move |app| {
        let page = app.sign_in_page(&id)?;
        desktop
            .opener()
            .open_url(page, None::<&str>)
            .map_err(|error| app::Error::new("page.failed").with("page", page).because(error))
    })
    .await
}
