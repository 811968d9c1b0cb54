//! The firm's log, who could make codes when, and reports: read, and saved as files.

use std::path::PathBuf;

use app::firm::CheckedFile;
use app::firm::views::{Done, LogFilter, LogView, ReportView, WhoCouldView};
use app::{App, Error};
use serde::Deserialize;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::{DialogExt, FilePath};

use super::{Answer, run};

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LogFile {
    /// A spreadsheet.
    Csv,
    /// Another program.
    Json,
    /// Whoever checks the whole log without the firm's keys.
    Audit,
}

/// What a report is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ReportFile {
    /// A spreadsheet.
    Csv,
    /// Paper.
    Pdf,
}

/// The firm's log: all of it for administrators and auditors, their own lines for others.
#[tauri::command]
#[specta::specta]
pub async fn firm_log(app: State<'_, App>, filter: LogFilter) -> Answer<LogView> {
    run(app, move |app| app.log(&filter)).await
}

/// Who could make codes for an account at a moment, or now.
#[tauri::command]
#[specta::specta]
pub async fn who_could(
    app: State<'_, App>,
    account: String,
    at: Option<u32>,
) -> Answer<WhoCouldView> {
    run(app, move |app| app.who_could(&account, at.map(u64::from))).await
}

/// A report, as a table.
#[tauri::command]
#[specta::specta]
pub async fn report(
    app: State<'_, App>,
    name: String,
    account: Option<String>,
    at: Option<u32>,
) -> Answer<ReportView> {
    run(app, move |app| app.report(&name, account.as_deref(), at.map(u64::from))).await
}

/// Asks where, and writes a report there. Says whether it was written, or the person cancelled.
#[tauri::command]
#[specta::specta]
pub async fn save_report(
    app: State<'_, App>,
    desktop: AppHandle,
    name: String,
    account: Option<String>,
    at: Option<u32>,
    file: ReportFile,
) -> Answer<bool> {
    run(app, move |app| {
        let report = app.report(&name, account.as_deref(), at.map(u64::from))?;
        let (ending, bytes) = match file {
            ReportFile::Csv => ("csv", report.csv()),
            ReportFile::Pdf => ("pdf", report.pdf()?),
        };
        save(&desktop, &name, ending, &bytes)
    })
    .await
}

/// Asks where, and writes the log there. Says whether it was written, or the person cancelled.
#[tauri::command]
#[specta::specta]
pub async fn save_log(
    app: State<'_, App>,
    desktop: AppHandle,
    filter: LogFilter,
    file: LogFile,
) -> Answer<bool> {
    run(app, move |app| {
        let (name, ending, bytes) = match file {
            LogFile::Csv => ("log", "csv", app.log(&filter)?.csv()),
            LogFile::Json => ("log", "json", app.log(&filter)?.json()?),
            LogFile::Audit => ("log-to-check", "json", app.export_audit()?.0),
        };
        save(&desktop, name, ending, &bytes)
    })
    .await
}

/// Asks for a file with an exported log, or a certificate, and checks it; nothing when the person
/// cancels.
#[tauri::command]
#[specta::specta]
pub async fn check_log_file(
    app: State<'_, App>,
    desktop: AppHandle,
) -> Answer<Option<CheckedFile>> {
    run(app, move |app| {
        let dialog = desktop.dialog().file().add_filter("JSON", &["json"]);
        let Some(chosen) = dialog.blocking_pick_file() else { return Ok(None) };
        let path = path_of(chosen)?;
        let bytes = std::fs::read(path).map_err(|error| unreadable(&error))?;
        app.check_file(&bytes).map(Some)
    })
    .await
}

/// Sets for how many months records of use are kept, and whether a key leaves the program only when
/// two administrators agree; what is not given stays.
#[tauri::command]
#[specta::specta]
pub async fn set_firm_rules(
    app: State<'_, App>,
    two_people: Option<bool>,
    keep_use_months: Option<u32>,
) -> Answer<Done<()>> {
    run(app, move |app| app.set_firm_rules(two_people, keep_use_months)).await
}

fn save(desktop: &AppHandle, name: &str, ending: &str, bytes: &[u8]) -> app::error::Result<bool> {
    let dialog = desktop.dialog().file().add_filter(ending.to_uppercase(), &[ending]);
    let dialog = dialog.set_file_name(format!("{name}.{ending}"));
    let Some(chosen) = dialog.blocking_save_file() else { return Ok(false) };
    std::fs::write(path_of(chosen)?, bytes)
        .map_err(|error| Error::new("log.file").with("cause", error.to_string()))?;
    Ok(true)
}

fn path_of(chosen: FilePath) -> app::error::Result<PathBuf> {
    chosen.into_path().map_err(|error| unreadable(&error))
}

fn unreadable(cause: &dyn std::fmt::Display) -> Error {
    Error::new("audit.unreadable").with("cause", cause.to_string())
}
