//! Session lock and suspend, as messages to a window of our own that is never shown.
//!
//! Reviewed and type-checked on other systems; not run there.
#![allow(unsafe_code)] // the Windows API has no safe form

use std::ptr;
use std::sync::OnceLock;
use std::thread;

use app::App;
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::System::Power::RegisterSuspendResumeNotification;
use windows_sys::Win32::System::RemoteDesktop::{
    NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DEVICE_NOTIFY_WINDOW_HANDLE, DefWindowProcW, DispatchMessageW, GetMessageW,
    HWND_MESSAGE, MSG, PBT_APMSUSPEND, RegisterClassW, WM_POWERBROADCAST, WM_WTSSESSION_CHANGE,
    WNDCLASSW, WTS_SESSION_LOCK,
};
use windows_sys::w;

/// The application, for the window procedure, which the system calls without a context.
static APP: OnceLock<App> = OnceLock::new();

/// Listens on a thread with a message loop of its own.
pub fn start(app: &App) {
    if APP.set(app.clone()).is_ok() {
        thread::spawn(listen);
    }
}

fn listen() {
    let class_name = w!("SixboardSystemLock");
    // SAFETY: the class outlives the window, because this thread runs its message loop until the
    // program ends; every pointer is to a live local, static text, or null where null is allowed.
    unsafe {
        let instance = GetModuleHandleW(ptr::null());
        let class = WNDCLASSW {
            lpfnWndProc: Some(on_message),
            hInstance: instance,
            lpszClassName: class_name,
            ..Default::default()
        };
        RegisterClassW(&class);
        let window = CreateWindowExW(
            0,
            class_name,
            class_name,
            0,
            0,
            0,
            0,
            0,
            HWND_MESSAGE,
            ptr::null_mut(),
            instance,
            ptr::null(),
        );
        WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION);
        // Broadcasts do not reach a message-only window; this registration does.
        RegisterSuspendResumeNotification(window, DEVICE_NOTIFY_WINDOW_HANDLE);
        let mut message = MSG::default();
        while GetMessageW(&mut message, ptr::null_mut(), 0, 0) > 0 {
            DispatchMessageW(&message);
        }
    }
}

unsafe extern "system" fn on_message(
    window: HWND,
    message: u32,
    what: WPARAM,
    more: LPARAM,
) -> LRESULT {
    let locked = message == WM_WTSSESSION_CHANGE && what == WTS_SESSION_LOCK as usize;
    let sleeping = message == WM_POWERBROADCAST && what == PBT_APMSUSPEND as usize;
    if (locked || sleeping)
        && let Some(app) = APP.get()
    {
        app.lock_and_tell();
    }
    // SAFETY: the arguments are those that the system gave this procedure.
    unsafe { DefWindowProcW(window, message, what, more) }
}
