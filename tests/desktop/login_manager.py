"""A login manager (org.freedesktop.login1) that lets programs hold back sleep.

Says on standard output what is held back by whom, and when that is let go.
"""

import os

import gi

from gi.repository import Gio, GLib

NAME = "org.freedesktop.login1"
MANAGER = Gio.DBusNodeInfo.new_for_xml(
    """<node><interface name='org.freedesktop.login1.Manager'>
      <method name='Inhibit'>
        <arg type='s' direction='in'/><arg type='s' direction='in'/>
        <arg type='s' direction='in'/><arg type='s' direction='in'/>
        <arg type='h' direction='out'/>
      </method>
    </interface></node>"""
).interfaces[0]


def let_go(end, _condition):
    print("let go", flush=True)
    os.close(end)
    return GLib.SOURCE_REMOVE


def inhibit(_bus, _sender, _path, _interface, _method, asked, invocation):
    ours, theirs = os.pipe()
    # Hangs up once every copy of the other end is closed.
    GLib.unix_fd_add_full(GLib.PRIORITY_DEFAULT, ours, GLib.IOCondition.HUP, let_go)
    what, who, _why, mode = asked.unpack()
    print("held:", what, mode, who, flush=True)
    given = Gio.UnixFDList.new_from_array([theirs])
    answer = GLib.Variant("(h)", (0,))
    invocation.return_value_with_unix_fd_list(answer, given)


def begin(bus, _name):
    bus.register_object("/org/freedesktop/login1", MANAGER, inhibit, None, None)


def ready(_bus, _name):
    print("ready", flush=True)


Gio.bus_own_name(Gio.BusType.SYSTEM, NAME, Gio.BusNameOwnerFlags.NONE, begin, ready, None)
GLib.MainLoop().run()
