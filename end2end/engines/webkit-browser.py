#!/usr/bin/python3
"""The smallest browser around WebKitGTK that WebKitWebDriver can drive.

MiniBrowser, which comes with WebKitGTK, keeps private sessions while it is driven, and in these WebKit writes no
console messages. This one keeps its session in a folder and writes all that the console says, and what the network
refuses.
"""

import argparse
import ctypes
import os
import signal

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

options = argparse.ArgumentParser()
options.add_argument("--folder", required=True, help="for cookies, caches and the file 'console'")
options.add_argument("--size", required=True, help="of the page, such as 1280x800")
options.add_argument("--language", required=True, help="such as ko_KR")
options.add_argument("--user-agent")
options.add_argument("--no-javascript", action="store_true")
options = options.parse_args()

# Does not outlive the driver, even one that is killed.
PR_SET_PDEATHSIG = 1
ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

# WebKit's processes inherit the file and write their console messages to it.
console = os.open(os.path.join(options.folder, "console"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
os.dup2(console, 1)
os.dup2(console, 2)

storage = WebKit2.WebsiteDataManager(
    base_data_directory=os.path.join(options.folder, "data"),
    base_cache_directory=os.path.join(options.folder, "cache"),
)
context = WebKit2.WebContext(website_data_manager=storage)
context.set_preferred_languages([options.language])
settings = WebKit2.Settings(
    enable_write_console_messages_to_stdout=True,
    enable_javascript=not options.no_javascript,
)
if options.user_agent:
    settings.set_user_agent(options.user_agent)


def show(view):
    width, height = map(int, options.size.split("x"))
    window = Gtk.Window(default_width=width, default_height=height)
    window.add(view)
    view.connect("create", lambda opener, _: show(WebKit2.WebView(related_view=opener, settings=settings)))
    view.connect("close", lambda _: window.destroy())
    view.connect("resource-load-started", lambda _, resource, __: resource.connect("finished", answered))
    window.show_all()
    view.grab_focus()
    return view


def answered(resource):
    """WebKit tells refusals of the network to its inspector alone."""
    response = resource.get_response()
    if response and response.get_status_code() >= 400:
        os.write(console, f"network: {response.get_status_code()} {resource.get_uri()}\n".encode())


def driven(_, session):
    session.connect(
        "create-web-view",
        lambda _: show(WebKit2.WebView(web_context=context, settings=settings, is_controlled_by_automation=True)),
    )
    about = WebKit2.ApplicationInfo()
    about.set_name("webkit-browser")
    about.set_version(1, 0, 0)
    session.set_application_info(about)


context.set_automation_allowed(True)
context.connect("automation-started", driven)
Gtk.main()
