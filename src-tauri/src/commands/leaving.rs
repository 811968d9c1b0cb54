//! Somebody leaves, is away, changes role or is cut off; and the stages of replacing a key.

use app::firm::views::{
    DepartureAccountView, DepartureView, Done, RivalView, StepAnswerView, StepView,
};
use app::firm::{AnswerRequest, LeavingRequest};
use app::{App, Error};
use secret::SecretText;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::{Answer, run};

/// Takes the passphrase again, for what needs a fresh unlock.
#[tauri::command]
#[specta::specta]
pub async fn unlock_again(app: State<'_, App>, passphrase: Option<String>) -> Answer<()> {
    let passphrase = passphrase.map(SecretText::new);
    run(app, move |app| app.unlock_again(passphrase.as_ref())).await
}

/// Begins somebody's leaving.
#[tauri::command]
#[specta::specta]
pub async fn start_leaving(
    app: State<'_, App>,
    request: LeavingRequest,
) -> Answer<Done<DepartureView>> {
    run(app, move |app| app.start_leaving(&request)).await
}

/// Everybody's leaving, what is open first.
#[tauri::command]
#[specta::specta]
pub async fn departures(app: State<'_, App>) -> Answer<Vec<DepartureView>> {
    run(app, App::departures).await
}

/// One leaving, by its id.
#[tauri::command]
#[specta::specta]
pub async fn departure(app: State<'_, App>, id: String) -> Answer<DepartureView> {
    run(app, move |app| app.departure(&id)).await
}

/// Removes who leaves from the firm: the last day has come.
#[tauri::command]
#[specta::specta]
pub async fn remove_departing(app: State<'_, App>, id: String) -> Answer<Done<DepartureView>> {
    run(app, move |app| app.remove_departing(&id)).await
}

/// Answers a question about a leaving.
#[tauri::command]
#[specta::specta]
pub async fn answer_leaving(
    app: State<'_, App>,
    id: String,
    request: AnswerRequest,
) -> Answer<Done<DepartureView>> {
    run(app, move |app| app.answer_leaving(&id, &request)).await
}

/// Signs a leaving off.
#[tauri::command]
#[specta::specta]
pub async fn sign_off(
    app: State<'_, App>,
    id: String,
    text: String,
) -> Answer<Done<DepartureView>> {
    run(app, move |app| app.sign_off(&id, &text)).await
}

/// How far the replacing of an account's key is, without anybody's leaving.
#[tauri::command]
#[specta::specta]
pub async fn replacing(app: State<'_, App>, account: String) -> Answer<DepartureAccountView> {
    run(app, move |app| app.replacing(&account)).await
}

/// Says how far a step of replacing a key is.
#[tauri::command]
#[specta::specta]
pub async fn set_step(
    app: State<'_, App>,
    account: String,
    step: StepView,
    answer: StepAnswerView,
) -> Answer<Done<()>> {
    run(app, move |app| app.set_step(&account, step, answer)).await
}

/// New keys that were captured at once, each with its code.
#[tauri::command]
#[specta::specta]
pub async fn rival_keys(app: State<'_, App>, account: String) -> Answer<Vec<RivalView>> {
    run(app, move |app| app.rival_keys(&account)).await
}

/// Says which of several new keys the service takes.
#[tauri::command]
#[specta::specta]
pub async fn choose_key(app: State<'_, App>, account: String, key: String) -> Answer<Done<()>> {
    run(app, move |app| app.choose_key(&account, &key)).await
}

/// Makes the certificate of a leaving: asks where, and writes it there as PDF. Says whether it was
/// written, or the person cancelled.
#[tauri::command]
#[specta::specta]
pub async fn save_certificate(
    app: State<'_, App>,
    desktop: AppHandle,
    id: String,
    name: String,
) -> Answer<bool> {
    run(app, move |app| {
        let made = app.certificate(&id)?;
        let dialog = desktop.dialog().file().add_filter("PDF", &["pdf"]);
        let dialog = dialog.set_file_name(format!("Leaver certificate {name}.pdf"));
        let Some(chosen) = dialog.blocking_save_file() else { return Ok(false) };
        let unwritten = |cause: String| Error::new("certificate.file").with("cause", cause);
        let path = chosen.into_path().map_err(|error| unwritten(error.to_string()))?;
        std::fs::write(path, made.pdf).map_err(|error| unwritten(error.to_string()))?;
        Ok(true)
    })
    .await
}
