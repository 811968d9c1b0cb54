//! Which system packages are needed, and what for.

use super::Need;

/// Debian's and Ubuntu's packages, each with the first need that wants it and what for.
const DEBIAN: [(&str, Need, &str); 27] = [
    ("build-essential", Need::Build, "C compiler for SQLite and ring"),
    ("pkg-config", Need::Build, "finds the libraries below"),
    ("libwebkit2gtk-4.1-dev", Need::Build, "the window's web view; brings GTK"),
    ("libayatana-appindicator3-dev", Need::Build, "the tray"),
    ("fonts-dejavu-core", Need::Desktop, "text in the window of a bare machine"),
    ("xvfb", Need::Desktop, "virtual display"),
    ("openbox", Need::Desktop, "window manager for it"),
    ("xdotool", Need::Desktop, "finds windows, presses keys"),
    ("imagemagick", Need::Desktop, "saves the picture of the window"),
    ("dbus", Need::Desktop, "session bus, and dbus-send"),
    ("gnome-keyring", Need::Desktop, "the keyring of that session"),
    ("util-linux", Need::Desktop, "setpriv: ends what we started with us"),
    ("webkit2gtk-driver", Need::Test, "drives the window"),
    ("libsecret-tools", Need::Test, "looks into the keyring from outside"),
    ("python3-gi", Need::Test, "plays a file manager, a clipboard manager, a login manager"),
    ("gir1.2-gtk-3.0", Need::Test, "its widgets"),
    ("xclip", Need::Test, "looks at the clipboard from outside"),
    ("oathtool", Need::Test, "independent computation of codes"),
    ("xauth", Need::Test, "display access for tools that ask for it"),
    ("dbus-x11", Need::Test, "dbus-launch, for programs that call it"),
    ("postgresql", Need::Test, "a database for the tests of the stores; its own need not run"),
    ("apache2-bin", Need::Test, "a WebDAV server for them"),
    ("poppler-utils", Need::Test, "reads back and draws what is printed"),
    ("openssl", Need::Test, "certificates of those servers"),
    ("python3-venv", Need::Test, "takes an S3 server for them from PyPI"),
    ("keepassxc", Need::Bench, "the peer in the benchmarks"),
    ("zxing-cpp-tools", Need::Bench, "the peer in the benchmarks of QR codes"),
];

/// Returns the names of Debian's packages for `need`.
pub fn debian(need: Need) -> Vec<&'static str> {
    DEBIAN.iter().filter(|(_, first, _)| *first <= need).map(|(name, ..)| *name).collect()
}

/// Returns what a person must install on a system where we do not install by ourselves.
///
/// `system` is the name that Rust gives to the operating system.
pub fn advice(system: &str) -> String {
    match system {
        "macos" => "\
On macOS install:
  xcode-select --install
The tests of the window and the virtual display run on Linux only."
            .to_owned(),
        "windows" => "\
On Windows install:
  Microsoft C++ Build Tools, with \"Desktop development with C++\"
  WebView2 (part of Windows 11 and of an up-to-date Windows 10)
The tests of the window and the virtual display run on Linux only."
            .to_owned(),
        _ => format!("{FEDORA}\n{}", other_linux()),
    }
}

const FEDORA: &str = "\
On Fedora install:
  sudo dnf group install development-tools
  sudo dnf install webkit2gtk4.1-devel libappindicator-gtk3-devel openssl-devel \\
    dejavu-sans-fonts xorg-x11-server-Xvfb openbox xdotool ImageMagick dbus-daemon dbus-tools \\
    gnome-keyring webkit2gtk-driver libsecret xclip oathtool xorg-x11-xauth dbus-x11 keepassxc \
    openssl poppler-utils python3 python3-gobject gtk3";

/// Names the packages by what they are for, from which other systems' names can be found.
fn other_linux() -> String {
    let lines = DEBIAN.iter().map(|(name, _, what)| format!("\n  {name:<30} {what}"));
    format!("On another Linux install its packages for:{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_is_told_what_to_install() {
        for system in ["linux", "macos", "windows", "freebsd"] {
            assert!(advice(system).contains("install"), "{system}");
        }
    }
}
