"""What programs ask the operating system for: a harmless answer where there is one, else a word for what is not there."""
import os
import signal
import socket
import sys
import time
from errno import EFBIG, ENOSPC, ENOSYS, EROFS

#: Members of Python's modules that systems with processes, users and timers have besides.
ABSENT = {
    "os": "copy_file_range eventfd eventfd_read eventfd_write forkpty getgrouplist getrandom getresgid getresuid getxattr initgroups lchown link listxattr memfd_create mkfifo mknod openpty pidfd_open pipe2 "
          "posix_fallocate posix_spawn posix_spawnp preadv pwritev removexattr sched_get_priority_max sched_get_priority_min sched_getparam sched_getscheduler sched_param sched_rr_get_interval sched_setparam "
          "sched_setscheduler sendfile setegid seteuid setgroups setpriority setresgid setresuid setxattr splice",
    "signal": "SIGCLD pidfd_send_signal pthread_kill",
    "select": "epoll",
    "socket": "sethostname",
    "time": "thread_time thread_time_ns tzset",
    "threading": "get_native_id",
    "hashlib": "pbkdf2_hmac scrypt",
}


def sleep(seconds, /):
    """Nothing that is waited for happens meanwhile."""
    if not isinstance(seconds, float) and not hasattr(seconds, "__index__"):
        raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")


sleep.__module__ = "time"


def answer_calls():
    """No timer runs out here, and what stops a load is not shut out."""
    time.sleep = sleep
    os.sched_getaffinity = lambda pid: {0}
    os.sched_setaffinity = lambda pid, mask: None
    os.nice = lambda by: 0
    os.geteuid, os.getegid, os.getgroups = os.getuid, os.getgid, list
    signal.alarm = lambda seconds: 0
    signal.setitimer = lambda which, seconds, interval=0.0: (0.0, 0.0)
    install = signal.signal
    handlers = {}

    def note(number, handler):
        if number != signal.SIGINT:
            return install(number, handler)
        before = handlers.get(number, signal.default_int_handler)
        handlers[number] = handler
        return before
    signal.signal = note
    run_threads()


def run_threads():
    """No thread is started here: what one would do is done when it is started, or when a daemon, which may never end, is waited for."""
    import concurrent.futures.thread as pool
    import threading

    def work(self):
        try:
            self.run()
        except SystemExit:
            pass
        except Exception:
            threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), self)))
        self._lens_done = True

    def start(self):
        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        self._started.set()
        if not self.daemon:
            work(self)

    def join(self, timeout=None):
        if self.daemon and timeout is None and self._started.is_set() and not hasattr(self, "_lens_done"):
            work(self)

    def submit(self, fn, /, *args, **kwargs):
        made = pool._base.Future()
        made.set_running_or_notify_cancel()
        try:
            made.set_result(fn(*args, **kwargs))
        except Exception as error:
            made.set_exception(error)
        return made

    threading.Thread.start, threading.Thread.join = start, join
    threading.Thread.is_alive = lambda self: self is threading.main_thread()
    pool.ThreadPoolExecutor.submit = submit


def lacking(error):
    """What the exception says is not there, though it is where people run their models: a kind and a name. None for any other exception."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        top = error.name.partition(".")[0]
        return ("module", error.name) if top not in sys.modules and top in sys.stdlib_module_names else None
    if isinstance(error, ImportError):
        return member(error.name, getattr(error, "name_from", None))
    if isinstance(error, AttributeError):
        return member(getattr(error.obj, "__name__", None) if isinstance(error.obj, type(sys)) else None, error.name)
    if type(error).__name__ in ("URLError", "gaierror") or isinstance(error, (ConnectionError, socket.timeout)):
        return "network", ""
    if isinstance(error, OSError) and error.errno in (ENOSYS, -ENOSYS):
        return "call", ""
    if isinstance(error, OSError) and error.errno in (ENOSPC, EFBIG):
        return "space", ""
    if isinstance(error, OSError) and error.errno == EROFS:
        return "write", os.fsdecode(error.filename2 or error.filename or "")
    if isinstance(error, PermissionError) and isinstance(error.filename, str):
        path = os.path.abspath(error.filename)
        # what can be seen can be read
        if os.path.exists(path) or os.path.isdir(os.path.dirname(path)):
            return "write", error.filename
    return ("call", "") if type(error).__name__ == "JsException" else None


def member(module, name):
    return ("member", f"{module}.{name}") if name in ABSENT.get(module, "").split() else None
