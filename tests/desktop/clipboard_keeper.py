"""A clipboard manager: takes over a text whose owner ends, but not one that its owner took away.

Says on standard output how the clipboard is after each change: full, empty, or kept from an owner
that has ended.
"""

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
held = None
taking_over = False


def changed(_clipboard, event):
    global held, taking_over
    if event.reason == Gdk.OwnerChange.NEW_OWNER:
        held = clipboard.wait_for_text()
        print("kept" if taking_over else "full" if held else "empty", flush=True)
        taking_over = False
    elif held:
        taking_over = True
        clipboard.set_text(held, -1)


clipboard.connect("owner-change", changed)
print("ready", flush=True)
Gtk.main()
