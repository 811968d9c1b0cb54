//! The desktop shell: translates between the window and the application, and nothing more.

mod arguments;
mod beat;
pub mod commands;
pub mod contract;
#[cfg(target_os = "linux")]
mod drawing;
mod news;
mod pictures;
mod system_lock;
mod watch;

use std::sync::Arc;

use app::host::{Home, OsKeyring, PATIENCE, SystemClipboard, SystemClock};
use app::{App, Ports};
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, RunEvent, WindowEvent, Wry};

use arguments::{Arguments, refuse_to_be_driven};

/// Starts the program and returns when its window is closed.
///
/// # Errors
/// When an argument is not known, the data folder cannot be found, or no window can be opened.
pub fn start() -> Result<(), Box<dyn std::error::Error>> {
    refuse_to_be_driven()?;
    secret::process::keep_keys_out_of_core_files();
    app::messages::speak_in(app::messages::Shell::Window);
    std::panic::set_hook(Box::new(|panic| tell_of_our_bug(panic.location())));
    let arguments = Arguments::read(std::env::args_os().skip(1))?;
    let home = arguments.home()?;
    let builder = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(window_state());
    let builder = if arguments.is_default_profile() { single_instance(builder) } else { builder };
    let contract = contract::builder();
    let desktop = builder
        .invoke_handler(contract.invoke_handler())
        .setup(move |desktop| {
            let app = application(home.clone(), desktop.handle())?;
            desktop.manage(app.clone());
            #[cfg(target_os = "linux")]
            drawing::steadily();
            #[cfg(target_os = "linux")]
            if let Some(window) = desktop.get_webview_window("main") {
                drawing::plainly(&window);
            }
            desktop.manage(commands::page::Zoom::default());
            watch::start(&home, &app);
            beat::start(&app, desktop.handle());
            system_lock::start(&app);
            Ok(())
        })
        .on_window_event(|window, event| {
            pictures::on_window_event(window, event);
            match (window.label(), event) {
                ("main", WindowEvent::Destroyed) => {
                    commands::sheet::close(window.app_handle());
                    commands::giving::close(window.app_handle());
                }
                (label, WindowEvent::Destroyed) => {
                    commands::giving::on_destroyed(window.app_handle(), label);
                }
                _ => {}
            }
        })
        .build(tauri::generate_context!())?;
    desktop.run(|desktop, event| {
        if let RunEvent::Exit = event {
            desktop.state::<App>().clear_copied();
        }
    });
    Ok(())
}

/// Says on standard error why the program did not start.
#[allow(clippy::print_stderr)] // there is no window to say it in
pub fn explain(error: &dyn std::error::Error) {
    eprintln!("Sixboard could not start: {error}");
}

/// Says on standard error that something is our bug; the words of a panic may hold data.
#[allow(clippy::print_stderr)] // the window may be what failed
fn tell_of_our_bug(place: Option<&std::panic::Location<'_>>) {
    let words = app::messages::of(&app::Error::our_bug(place));
    eprintln!("{}\n{}", words.what, words.next);
}

fn application(home: Home, desktop: &AppHandle) -> app::error::Result<App> {
    let desktop = desktop.clone();
    let ports = Ports {
        keyring: Arc::new(OsKeyring::new(PATIENCE)?),
        clock: Arc::new(SystemClock),
        clipboard: Arc::new(SystemClipboard::default()),
        stores: Arc::new(store_remote::AnyStore),
        news: Arc::new(move |event| news::send(&desktop, &event)),
    };
    Ok(App::new(home, ports))
}

/// Keeps place and size of the main window; the windows of sheets leave no trace.
fn window_state() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::default().with_filter(|label| label == "main").build()
}

/// A second start shows the window of the first.
fn single_instance(builder: tauri::Builder<Wry>) -> tauri::Builder<Wry> {
    builder.plugin(tauri_plugin_single_instance::init(|desktop, _, _| {
        if let Some(window) = desktop.get_webview_window("main") {
            let shown = window.unminimize().and_then(|()| window.show());
            let _ = shown.and_then(|()| window.set_focus()); // a hint to the window manager
        }
    }))
}
