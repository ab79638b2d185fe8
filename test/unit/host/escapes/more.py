"""Further attempts of user code to reach the host; see attempts.py. `HOST` and `HOME` are put in by the test as well."""
import importlib
import io
import os
import sys

PORT = int("@PORT@")
MARK = "@MARK@"
HOST = "@HOST@"
HOME = "@HOME@"
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


def usable(value):
    """Does JavaScript's Function come out of a value?"""
    return value.constructor.constructor(VERSION)()


# -- the bridge to JavaScript

@attempt
def run_js_again():
    from pyodide.code import run_js
    return run_js("process.version")


@attempt
def proxy_of_a_function():
    from pyodide.ffi import create_proxy
    return usable(create_proxy(lambda: 1))


@attempt
def once_callable():
    from pyodide.ffi import create_once_callable
    return usable(create_once_callable(print))


@attempt
def converter_callback():
    from pyodide.ffi import to_js
    seen = []
    to_js({"a": {"b": 1}}, dict_converter=lambda *a: seen.append(a))
    return usable(seen[0][0])


@attempt
def default_converter():
    from pyodide.ffi import to_js
    seen = []
    to_js(object(), default_converter=lambda *a: seen.append(a) or 1)
    return usable(seen[0][1])


@attempt
def buffers():
    from pyodide.ffi import to_js
    return usable(to_js(memoryview(b"abc")))


@attempt
def promises():
    from pyodide.ffi import run_sync
    import asyncio
    return run_sync(asyncio.sleep(0)) or usable(asyncio.ensure_future(asyncio.sleep(0)))


@attempt
def event_loop():
    from pyodide.webloop import WebLoop
    got = []
    WebLoop().call_later(0, lambda: got.append(1))
    return got


@attempt
def open_url():
    from pyodide.http import open_url as fetch
    return fetch(f"http://127.0.0.1:{PORT}/").read()


@attempt
def load_package():
    import pyodide_js
    return pyodide_js.loadPackage("micropip")


@attempt
def js_api():
    import pyodide_js
    return pyodide_js._api.config


@attempt
def micropip():
    import micropip as m
    return m.install("x")


@attempt
def subclasses():
    found = [c for c in object.__subclasses__() if c.__name__ == "JsProxy"]
    return found and usable(found[0]())


@attempt
def proxy_metaclass():
    import _pyodide_core
    return usable(_pyodide_core.JsProxy.__new__(_pyodide_core.JsProxy))


@attempt
def finder_by_hand():
    from _pyodide._importhook import jsfinder
    return usable(jsfinder.find_spec("js", None).loader.jsproxy)


@attempt
def registered_module():
    from _pyodide._importhook import register_js_module
    import js
    register_js_module("mine", js)
    import mine
    return usable(mine)


@attempt
def forged_exception():
    from pyodide.ffi import JsException
    return usable(JsException("x"))


@attempt
def pickled_proxy():
    import pickle
    from pyodide.ffi import to_js
    return usable(pickle.loads(pickle.dumps(to_js([1]))))


# -- native code and processes

@attempt
def real_ctypes():
    for name in ("ctypes", "ctypes.util", "_ctypes"):
        sys.modules.pop(name, None)
    finders = list(sys.meta_path)
    sys.meta_path[:] = [f for f in finders if not type(f).__module__.startswith("lens")]
    try:
        ctypes = importlib.import_module("ctypes")
        f = ctypes.CDLL(None).emscripten_run_script_string
        f.restype = ctypes.c_char_p
        return f(b"process.version")
    finally:
        sys.meta_path[:] = finders


@attempt
def function_by_address():
    import _ctypes
    return [n for n in range(1, 60) if _ctypes.call_function(n, (b"process.exit()",)) and False]


@attempt
def dynamic_library():
    import _ctypes
    return _ctypes.dlopen("/lib/x86_64-linux-gnu/libc.so.6", 0)


@attempt
def spawn():
    return os.posix_spawn("/bin/sh", ["sh", "-c", f"echo x > {MARK}/spawn"], {})


@attempt
def spawnv():
    return os.spawnv(os.P_WAIT, "/bin/sh", ["sh", "-c", f"echo x > {MARK}/spawnv"]) == 0


@attempt
def forkpty():
    return os.forkpty()[0]


@attempt
def process_pool():
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(os.getpid).result(1)


@attempt
def thread():
    import _thread  # what threading.Thread does is done at once
    import time
    ran = []
    _thread.start_new_thread(ran.append, (1,))
    time.sleep(0.1)
    return bool(ran)


@attempt
def kill_parent():
    os.kill(os.getppid(), 0)
    return os.getppid() > 1


@attempt
def browser():
    import webbrowser
    return webbrowser.open(f"http://127.0.0.1:{PORT}/")


@attempt
def debugger():
    import pdb
    return pdb.Pdb(stdin=open("/dev/stdin")).cmdloop()


@attempt
def interact():
    import code
    code.interact(readfunc=None)
    return False


# -- network

@attempt
def listen():
    import socket
    made = socket.create_server(("127.0.0.1", 0))
    return made.getsockname()


@attempt
def datagram():
    import socket
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", PORT))


@attempt
def unix_socket():
    import socket
    made = socket.socket(socket.AF_UNIX)
    made.connect("/var/run/docker.sock")
    return made


@attempt
def socket_pair():
    import socket
    a, b = socket.socketpair()
    a.send(b"x")
    return b.recv(1)


@attempt
def http_client():
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=1)
    connection.request("GET", "/")
    return connection.getresponse().status


@attempt
def mail():
    import smtplib
    return smtplib.SMTP("127.0.0.1", PORT, timeout=1)


# -- reading outside

@attempt
def pathlib_read():
    import pathlib
    return pathlib.Path("/etc/passwd").read_text()


@attempt
def double_slash():
    return open("//etc/hostname").read()


@attempt
def dots_in_the_middle():
    return open(os.getcwd() + "/./a/../../../../../../../etc/hostname").read()


@attempt
def null_byte():
    return open(os.getcwd() + "/README.md\0/../../etc/hostname").read() != "unchanged"


@attempt
def link_target():
    return os.readlink("evil_link")


@attempt
def stat_through_link():
    return os.stat("evil_link").st_size


@attempt
def scan_outside():
    return [e.name for e in os.scandir("/etc") if e.name in ("passwd", "hostname", "shadow")]


@attempt
def glob_outside():
    import glob
    return glob.glob("/etc/pass*") + glob.glob(f"{HOME}/.*")


@attempt
def walk_up():
    return [n for n in os.listdir(os.path.dirname(os.getcwd())) if n.endswith("-secret") and os.listdir(f"{os.path.dirname(os.getcwd())}/{n}")]


@attempt
def loader_data():
    from importlib.machinery import SourceFileLoader
    return SourceFileLoader("x", "/etc/passwd").get_data("/etc/passwd")


@attempt
def run_path():
    import runpy
    return runpy.run_path("/etc/hostname")


@attempt
def traceback_lines():
    import linecache
    return linecache.getlines("/etc/passwd")


@attempt
def new_link_inside():
    os.symlink("/etc/hostname", "/tmp/link")
    return open("/tmp/link").read()


@attempt
def mapped_memory():
    import mmap
    with open("evil_link", "rb") as f:
        return mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)[:10]


@attempt
def devices():
    found = []
    for name in ("/dev/mem", "/dev/sda", "/dev/fd/0", "/proc/self/fd/0", "/proc/1/environ", "/proc/self/cmdline", "/proc/self/maps", "/sys/kernel/hostname"):
        try:
            found.append(open(name, "rb").read(10))
        except OSError:
            pass
    return [f for f in found if f]


@attempt
def home():
    return os.path.exists(HOME) and HOME not in ("/", "/home", "/root") and os.listdir(HOME)


@attempt
def host_names():
    import platform
    import socket
    return HOST not in ("emscripten", "localhost") and HOST in (platform.node(), socket.gethostname(), os.uname().nodename)


@attempt
def user_names():
    import getpass
    return getpass.getuser() not in ("web_user", "pyodide", "root") and getpass.getuser()


# -- writing

@attempt
def change_times():
    os.utime("README.md", (0, 0))
    return os.stat("README.md").st_mtime == 0


@attempt
def replace_file():
    open("/tmp/new", "w").write("changed")
    os.replace("/tmp/new", "README.md")
    return True


@attempt
def open_for_both():
    with open("README.md", "r+") as f:
        f.write("x")
    return True


@attempt
def low_level_truncate():
    return os.open("README.md", os.O_WRONLY | os.O_TRUNC)


@attempt
def low_level_create():
    return os.open("made", os.O_CREAT | os.O_RDWR)


@attempt
def remove_tree():
    import shutil
    shutil.rmtree(".")
    return True


@attempt
def temporary_file():
    import tempfile
    return tempfile.NamedTemporaryFile(dir=".").name


@attempt
def log_file():
    import logging
    return logging.FileHandler("made.log")


@attempt
def database():
    import sqlite3
    return sqlite3.connect("made.db").execute("create table t (x)")


@attempt
def byte_code():
    sys.dont_write_bytecode = False
    import py_compile
    return py_compile.compile("attempts.py", doraise=True) and os.path.exists("__pycache__")


@attempt
def fifo():
    os.mkfifo("made")
    return True


@attempt
def device_node():
    os.mknod("made")
    return True


@attempt
def descriptors_of_the_host():
    for fd in range(3, 64):
        try:
            if os.write(fd, b"x") and not os.fstat(fd).st_size:
                return fd
        except OSError:
            pass
    return None


@attempt
def duplicated_stdout():
    with os.fdopen(os.dup(1), "w") as out:
        out.write("Content-Length: 2\r\n\r\n{}")


@attempt
def dump_to_stderr():
    import faulthandler
    faulthandler.dump_traceback(file=sys.__stderr__)


# -- the channels

@attempt
def yaml_objects():
    import yaml
    return yaml.safe_load(f"!!python/object/apply:os.system ['echo x > {MARK}/yaml']") in (0, 256)


@attempt
def yaml_functions():
    import yaml
    return "v2" in str(yaml.safe_load("!!js/function 'function () { return process.version }'"))


@attempt
def yaml_prototype():
    import yaml
    yaml.safe_load("__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}")
    return yaml.safe_load("{}").get("polluted")


@attempt
def yaml_file():
    import yaml
    return yaml.safe_load("!include /etc/hostname")


@attempt
def script_channel():
    with io.FileIO("/lens/channel/script", "r+") as channel:
        channel.write(b'{"graph": "{}", "place": {"file": "/etc/passwd", "line": 1, "column": 0, "endColumn": 9, "endLine": 1}}')
        channel.seek(0)
        return b"root:" in channel.readall()


@attempt
def channel_listing():
    return [n for n in os.listdir("/lens/channel") if n not in ("yaml", "script")]


@attempt
def cache_with_other_names():
    with open("/lens/cache/other", "wb") as out:
        out.write(b"x")
    return True
