//! Sleep and session lock from the login manager, screen lock from the desktop's screen saver.

use std::thread;

use app::App;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Message;
use zbus::zvariant::OwnedFd;
use zbus::{MatchRule, message};

/// A signal that means "lock now" (when it carries a yes, if it carries one).
struct Signal {
    interface: &'static str,
    member: &'static str,
}

/// Of the login manager, on the system bus.
const SLEEP: &Signal =
    &Signal { interface: "org.freedesktop.login1.Manager", member: "PrepareForSleep" };
const LOCK: &Signal = &Signal { interface: "org.freedesktop.login1.Session", member: "Lock" };

/// Of the desktop, on the session bus.
const SESSION: &[Signal] = &[
    Signal { interface: "org.freedesktop.ScreenSaver", member: "ActiveChanged" },
    Signal { interface: "org.gnome.ScreenSaver", member: "ActiveChanged" },
];

/// Listens on both buses. A bus that is not there tells nothing.
pub fn start(app: &App) {
    listen_for_sleep(app);
    listen(app, Connection::system, LOCK);
    for signal in SESSION {
        listen(app, Connection::session, signal);
    }
}

fn listen(app: &App, connect: fn() -> zbus::Result<Connection>, signal: &'static Signal) {
    let app = app.clone();
    thread::spawn(move || {
        let Ok(signals) = connect().and_then(|bus| signals(&bus, signal)) else { return };
        for message in signals.flatten() {
            if says_yes(&message) {
                app.lock_and_tell();
            }
        }
    });
}

/// Locks before the computer sleeps: it waits until we let go of the delay that we asked for.
fn listen_for_sleep(app: &App) {
    let app = app.clone();
    thread::spawn(move || {
        let Ok(bus) = Connection::system() else { return };
        let Ok(signals) = signals(&bus, SLEEP) else { return };
        let mut delay = delay_sleep(&bus);
        for message in signals.flatten() {
            if says_yes(&message) {
                app.lock_and_tell();
                delay.take();
            } else {
                delay = delay_sleep(&bus);
            }
        }
    });
}

/// Asks the login manager to hold back sleep, for at most its own five seconds, until what it gave
/// is dropped. `None` where it does not grant that: then the lock comes as soon as it can.
fn delay_sleep(bus: &Connection) -> Option<OwnedFd> {
    let answer = bus.call_method(
        Some("org.freedesktop.login1"),
        "/org/freedesktop/login1",
        Some("org.freedesktop.login1.Manager"),
        "Inhibit",
        &("sleep", "Sixboard", "Locks the vault", "delay"),
    );
    answer.ok()?.body().deserialize().ok()
}

fn signals(bus: &Connection, signal: &Signal) -> zbus::Result<MessageIterator> {
    let rule = MatchRule::builder()
        .msg_type(message::Type::Signal)
        .interface(signal.interface)?
        .member(signal.member)?
        .build();
    MessageIterator::for_match_rule(rule, bus, None)
}

/// A signal without a value always means it; one with a value means it when that is true.
fn says_yes(message: &Message) -> bool {
    message.body().deserialize::<bool>().unwrap_or(true)
}
