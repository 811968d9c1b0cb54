//! Sleep and session lock from the login manager, screen lock from the desktop's screen saver.

use std::thread;

use app::App;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Message;
use zbus::{MatchRule, message};

/// A signal that means "lock now" (when it carries a yes, if it carries one).
struct Signal {
    interface: &'static str,
    member: &'static str,
}

/// Of the login manager, on the system bus.
const SYSTEM: &[Signal] = &[
    Signal { interface: "org.freedesktop.login1.Manager", member: "PrepareForSleep" },
    Signal { interface: "org.freedesktop.login1.Session", member: "Lock" },
];

/// Of the desktop, on the session bus.
const SESSION: &[Signal] = &[
    Signal { interface: "org.freedesktop.ScreenSaver", member: "ActiveChanged" },
    Signal { interface: "org.gnome.ScreenSaver", member: "ActiveChanged" },
];

/// Listens on both buses. A bus that is not there tells nothing.
pub fn start(app: &App) {
    for signal in SYSTEM {
        listen(app, Connection::system, signal);
    }
    for signal in SESSION {
        listen(app, Connection::session, signal);
    }
}

fn listen(app: &App, connect: fn() -> zbus::Result<Connection>, signal: &'static Signal) {
    let app = app.clone();
    thread::spawn(move || {
        let Ok(signals) = connect().and_then(|bus| signals(&bus, signal)) else { return };
        for message in signals.flatten() {
            if says_lock(&message) {
                app.lock_and_tell();
            }
        }
    });
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
fn says_lock(message: &Message) -> bool {
    message.body().deserialize::<bool>().unwrap_or(true)
}
