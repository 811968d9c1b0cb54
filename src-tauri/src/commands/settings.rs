//! Settings and self-test.

use app::App;
use app::view::{CheckView, SettingsView};
use tauri::State;

use super::{Answer, run};

/// The settings.
#[tauri::command]
#[specta::specta]
pub async fn settings(app: State<'_, App>) -> Answer<SettingsView> {
    run(app, App::settings).await
}

/// Stores the settings.
#[tauri::command]
#[specta::specta]
pub async fn save_settings(app: State<'_, App>, settings: SettingsView) -> Answer<()> {
    run(app, move |app| app.save_settings(settings)).await
}

/// Tests keyring, clock, folder and records.
#[tauri::command]
#[specta::specta]
pub async fn doctor(app: State<'_, App>) -> Answer<Vec<CheckView>> {
    run(app, |app| Ok(app.doctor())).await
}
