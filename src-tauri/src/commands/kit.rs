//! The recovery kit: proving a new one, checking the present one and putting another in its place.

use app::App;
use app::firm::views::{Done, KitView, SheetSide};
use secret::SecretText;
use tauri::{AppHandle, State};

use super::{Answer, run, sheet};

/// Compares the words that were typed back with a sheet.
#[tauri::command]
#[specta::specta]
pub async fn prove_sheet(app: State<'_, App>, side: SheetSide, words: Vec<String>) -> Answer<()> {
    let words: Vec<SecretText> = words.into_iter().map(SecretText::new).collect();
    run(app, move |app| app.prove_sheet(side, &words)).await
}

/// Forgets a kit that was not put to use, with the firm that was to be set up.
#[tauri::command]
#[specta::specta]
pub async fn drop_kit(app: State<'_, App>, desktop: AppHandle) -> Answer<()> {
    sheet::close(&desktop);
    run(app, |app| {
        app.drop_kit();
        Ok(())
    })
    .await
}

/// Checks that these are the sheets of the kit in force.
#[tauri::command]
#[specta::specta]
pub async fn check_kit(app: State<'_, App>, sheets: [String; 2]) -> Answer<()> {
    let [one, other] = sheets.map(SecretText::new);
    run(app, move |app| app.check_kit([&one, &other])).await
}

/// Checks the kit in force, and makes a new one.
#[tauri::command]
#[specta::specta]
pub async fn draft_kit(app: State<'_, App>, sheets: [String; 2]) -> Answer<KitView> {
    let sheets = sheets.map(SecretText::new);
    run(app, move |app| app.draft_kit(sheets)).await
}

/// Puts the new kit in the place of the present one, once both of its sheets were proven.
#[tauri::command]
#[specta::specta]
pub async fn put_kit_in_force(app: State<'_, App>) -> Answer<Done<()>> {
    run(app, App::put_kit_in_force).await
}
