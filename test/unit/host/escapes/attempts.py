"""Attempts of user code to reach the host. Binds `target`, a list of "name: outcome" texts.

An outcome beginning with "reached" is a breach; the test also looks for traces on the host.
`PORT` and `MARK` are put in by the test: a listening port and a folder where nothing may appear.
"""
import gc
import importlib
import os
import sys

PORT = int("@PORT@")
MARK = "@MARK@"
target = []


def attempt(f):
    try:
        got = f()
        outcome = f"reached {str(got)[:120]!r}" if got else "no effect"
    except BaseException as error:
        try:
            outcome = f"stopped by {type(error).__name__}: {str(error)[:80]}"
        except BaseException:
            outcome = "stopped"
    target.append(f"{f.__name__}: {outcome}")


VERSION = "return process.version"


# -- the bridge to JavaScript

@attempt
def js_process():
    import js
    return js.process.version


@attempt
def js_dir():
    import js
    return [n for n in dir(js) if n in ("process", "require", "fetch", "globalThis")]


@attempt
def pyodide_js_mount():
    import pyodide_js
    pyodide_js.FS.mkdirTree("/hh")
    pyodide_js.mountNodeFS("/hh", "/etc")
    return open("/hh/hostname").read()


@attempt
def pyodide_js_fs():
    import pyodide_js
    return pyodide_js.FS.readdir("/")


@attempt
def pyodide_js_constructor():
    import pyodide_js
    return pyodide_js._module.constructor.constructor('return import("node:fs")')()


@attempt
def run_js():
    from pyodide.code import run_js
    return run_js("process.version")


@attempt
def to_js_constructor():
    from pyodide.ffi import to_js
    return to_js([1, 2]).constructor.constructor(VERSION)()


@attempt
def core_to_js():
    import _pyodide_core
    return _pyodide_core.to_js([1]).constructor.constructor(VERSION)()


@attempt
def to_js_default_converter():
    from pyodide.ffi import to_js
    return to_js({"a": object()}, default_converter=lambda value, convert, cache: convert.constructor.constructor(VERSION)())


@attempt
def create_proxy():
    from pyodide.ffi import create_proxy
    return create_proxy(lambda: 1).constructor.constructor(VERSION)()


@attempt
def once_callable():
    from pyodide.ffi import create_once_callable
    return create_once_callable(lambda: 1).constructor.constructor(VERSION)()


@attempt
def proxies_in_gc():
    for o in gc.get_objects() + list(sys.modules.values()):
        if "JsProxy" in [t.__name__ for t in type(o).__mro__] or type(o).__name__.startswith("Js"):
            try:
                return o.constructor.constructor(VERSION)()
            except Exception:
                pass


@attempt
def proxies_in_dicts():
    for o in gc.get_objects():
        d = getattr(o, "__dict__", None) if not isinstance(o, type) else None
        for v in list(d.values()) if isinstance(d, dict) else []:
            if "JsProxy" in [t.__name__ for t in type(v).__mro__]:
                return v.constructor.constructor(VERSION)()


@attempt
def run_js_in_gc():
    for o in gc.get_objects():
        if getattr(o, "__name__", "") == "run_js" and callable(o):
            return o("process.version")


@attempt
def core_in_gc():
    for o in gc.get_objects():
        if type(o) is dict and "to_js" in o and callable(o["to_js"]):
            return o["to_js"]([1]).constructor.constructor(VERSION)()


@attempt
def finder_in_gc():
    for o in gc.get_objects():
        if type(o).__name__ == "JsFinder":
            return o.jsproxies["pyodide_js"]._module.HEAP8.constructor.constructor(VERSION)()


@attempt
def object_map():
    import _pyodide_core
    return list(_pyodide_core.to_js([1]).as_object_map().items())


@attempt
def reload_js():
    return importlib.import_module("js").process.version


@attempt
def clear_finders():
    finders = list(sys.meta_path)
    sys.meta_path[:] = [f for f in finders if type(f).__module__ != "lens.finder"]
    try:
        import js
        return dir(js)
    finally:
        sys.meta_path[:] = finders


@attempt
def recreate_core():
    import _imp
    import importlib.machinery as m
    spec = m.ModuleSpec("_pyodide_core", m.BuiltinImporter, origin="built-in")
    core = _imp.create_builtin(spec)
    _imp.exec_builtin(core)
    return core.to_js([1]).constructor.constructor(VERSION)()


@attempt
def js_exception():
    from pyodide.ffi import JsException
    try:
        import js
        js.nothing
    except JsException as error:
        return error.js_error.constructor.constructor(VERSION)()


@attempt
def eval_code_result():
    from _pyodide._base import CodeRunner
    return CodeRunner("__import__('js').process.version").compile().run()


# -- processes, native code

@attempt
def os_system():
    return os.system(f"echo x > {MARK}/system") == 0


@attempt
def posix_system():
    import posix
    return posix.system(f"echo x > {MARK}/posix") == 0


@attempt
def subprocess_run():
    import subprocess
    return subprocess.run(["id"], capture_output=True).stdout


@attempt
def os_exec():
    return os.execv("/bin/sh", ["sh", "-c", f"echo x > {MARK}/exec"])


@attempt
def os_popen():
    return os.popen("id").read()


@attempt
def os_fork():
    return os.fork() > 0


@attempt
def ctypes_script():
    import ctypes
    f = ctypes.CDLL(None).emscripten_run_script_string
    f.restype = ctypes.c_char_p
    return f(b"process.version")


@attempt
def ctypes_system():
    import ctypes
    return ctypes.CDLL(None).system(f"echo x > {MARK}/ctypes".encode()) == 0


@attempt
def ctypes_pythonapi():
    import ctypes
    f = ctypes.pythonapi.Py_GetVersion
    f.restype = ctypes.c_char_p
    return f()


@attempt
def ctypes_recreated():
    import _imp
    import ctypes
    import importlib.machinery as m
    spec = m.ModuleSpec("_ctypes", m.BuiltinImporter, origin="built-in")
    made = _imp.create_builtin(spec)
    _imp.exec_builtin(made)
    at = made.dlsym(made.dlopen(None, 0), "emscripten_run_script_string")
    return ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_char_p)(at)(b"process.version")


@attempt
def load_extension():
    import _imp
    import importlib.machinery as m
    path = f"{MARK}/x.so"
    return _imp.create_dynamic(m.ModuleSpec("x", None, origin=path))


# -- network

@attempt
def socket_connect():
    import socket
    return socket.create_connection(("127.0.0.1", PORT), 2)


@attempt
def asyncio_connect():
    import asyncio
    from pyodide.ffi import run_sync
    return run_sync(asyncio.open_connection("127.0.0.1", PORT))


@attempt
def urllib_open():
    import urllib.request
    return urllib.request.urlopen(f"http://127.0.0.1:{PORT}/").read()


@attempt
def fetch():
    from pyodide.ffi import run_sync
    from pyodide.http import pyfetch
    return run_sync(pyfetch(f"http://127.0.0.1:{PORT}/"))


@attempt
def resolve_name():
    import socket
    return [a for a in socket.getaddrinfo("example.org", 80) if not a[4][0].startswith("172.29.")]


# -- files

@attempt
def read_outside():
    return open("/etc/hostname").read()


@attempt
def read_dotdot():
    return open(os.getcwd() + "/../../../../../../etc/hostname").read()


@attempt
def read_through_link():
    return open("evil_link").read()


@attempt
def read_through_linked_folder():
    return open("evil_folder/hostname").read()


@attempt
def list_through_link():
    return os.listdir("evil_folder")


@attempt
def read_sibling_prefix():
    return open(os.getcwd() + "-secret/key").read()


@attempt
def write_root():
    with open("PWNED", "w") as out:
        out.write("x")
    return True


@attempt
def append_root():
    with open("README.md", "a") as out:
        out.write("x")
    return True


@attempt
def rename_root():
    os.rename("README.md", "gone.md")
    return True


@attempt
def unlink_root():
    os.unlink("README.md")
    return True


@attempt
def chmod_root():
    os.chmod("README.md", 0o777)
    return os.access("README.md", os.W_OK) and open("README.md", "a").write("x")


@attempt
def truncate_root():
    os.truncate("README.md", 0)
    return True


@attempt
def mkdir_root():
    os.mkdir("made")
    return True


@attempt
def hard_link():
    os.link("/etc/hostname", "hostname")
    return open("hostname").read()


@attempt
def write_stand_in():
    with open("/lens/site/torch/__init__.py", "a") as out:
        out.write("x")
    return True


@attempt
def proc_environ():
    return "PATH" in open("/proc/self/environ").read()


@attempt
def stdin():
    return input()


@attempt
def raw_stdin():
    return os.read(0, 10)


@attempt
def tty():
    return os.read(os.open("/dev/tty", os.O_RDONLY), 10)


@attempt
def environment():
    return {k: v for k, v in os.environ.items() if k in ("SECRET_TOKEN", "NODE_OPTIONS", "VIRTUAL_ENV") or v == "not to be seen"}


@attempt
def raw_stdout():
    os.write(1, b"raw-stdout\n")
    os.write(2, b"raw-stderr\n")
    print("printed")
    sys.__stdout__.write("printed\n")


@attempt
def channel_other_names():
    return open("/lens/channel/other").read()
