"""A window from which a file can be dragged, as from a file manager. Argument: the file."""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gio, Gtk  # noqa: E402

window = Gtk.Window(title="Files", default_width=200, default_height=120)
handle = Gtk.EventBox()
handle.add(Gtk.Label(label="drag me"))
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
handle.drag_source_add_uri_targets()
address = Gio.File.new_for_path(sys.argv[1]).get_uri()
handle.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris([address]))
window.add(handle)
window.connect("destroy", Gtk.main_quit)
window.show_all()
window.move(0, 0)
Gtk.main()
