//! Create, unlock, lock, recover.

use app::App;
use app::view::StatusView;
use secret::SecretText;
use tauri::{AppHandle, State};

use super::{Answer, run, sheet};

/// Where the vault stands.
#[tauri::command]
#[specta::specta]
pub async fn status(app: State<'_, App>) -> Answer<StatusView> {
    run(app, |app| Ok(app.status())).await
}

/// Makes the vault of this device.
#[tauri::command]
#[specta::specta]
pub async fn create_vault(app: State<'_, App>, passphrase: Option<String>) -> Answer<StatusView> {
    let passphrase = passphrase.map(SecretText::new);
    run(app, move |app| app.create_vault(passphrase.as_ref())).await
}

/// Unlocks.
#[tauri::command]
#[specta::specta]
pub async fn unlock(app: State<'_, App>, passphrase: Option<String>) -> Answer<StatusView> {
    let passphrase = passphrase.map(SecretText::new);
    run(app, move |app| app.unlock(passphrase.as_ref())).await
}

/// Locks.
#[tauri::command]
#[specta::specta]
pub async fn lock(app: State<'_, App>, desktop: AppHandle) -> Answer<StatusView> {
    sheet::close(&desktop);
    run(app, |app| Ok(app.lock())).await
}

/// The person is here.
#[tauri::command]
#[specta::specta]
pub async fn active(app: State<'_, App>) -> Answer<()> {
    run(app, |app| {
        app.active();
        Ok(())
    })
    .await
}

/// Moves a vault that cannot be opened aside and makes a new one.
#[tauri::command]
#[specta::specta]
pub async fn recover(app: State<'_, App>) -> Answer<StatusView> {
    run(app, App::recover).await
}

/// Sets, changes or removes the passphrase.
#[tauri::command]
#[specta::specta]
pub async fn set_passphrase(
    app: State<'_, App>,
    old: Option<String>,
    next: Option<String>,
) -> Answer<()> {
    let (old, next) = (old.map(SecretText::new), next.map(SecretText::new));
    run(app, move |app| app.set_passphrase(old.as_ref(), next.as_ref())).await
}
