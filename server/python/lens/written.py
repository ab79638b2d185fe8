"""What a script writes below folders that can only be read is kept beside them, and read back from there: to the script it seems to lie where it was written."""
import builtins
import errno
import io
import os

ASIDE = "/lens/written"
REFUSED = (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT)


def keep_writes():
    """Patches what opens, lists and removes files."""
    mkdir, stat, lstat, listdir, scandir, chmod = os.mkdir, os.stat, os.lstat, os.listdir, os.scandir, os.chmod
    real_open = io.open

    def makes_sense(path):
        return isinstance(path, (str, os.PathLike)) and isinstance(os.fspath(path), str)

    def there(path):
        try:
            stat(path)
        except OSError:
            return False
        return True

    def beside(path):
        """Where it is kept if it was written, else None."""
        if not makes_sense(path):
            return None
        own = ASIDE + os.path.abspath(os.fspath(path))
        return own if there(own) else None

    def make(own):
        at = ""
        for part in own.strip("/").split("/"):
            at += "/" + part
            if not there(at):
                mkdir(at)

    def made_beside(path, error):
        """The place for it, if its folder is there and only the writing was refused."""
        folder = os.path.dirname(os.path.abspath(os.fspath(path)))
        if error.errno not in REFUSED or not os.path.isdir(folder):
            raise error
        make(ASIDE + folder)
        return ASIDE + os.path.abspath(os.fspath(path))

    def new_mkdir(path, mode=0o777, *, dir_fd=None):
        if beside(path) is not None:
            raise FileExistsError(errno.EEXIST, "File exists", os.fspath(path))
        try:
            mkdir(path, mode)
        except OSError as error:
            if there(path):
                raise FileExistsError(errno.EEXIST, "File exists", os.fspath(path)) from None
            mkdir(made_beside(path, error), mode)

    def opened(file, mode="r", *args, **kwargs):
        own = beside(file)
        if own is not None:
            return real_open(own, mode, *args, **kwargs)
        try:
            return real_open(file, mode, *args, **kwargs)
        except OSError as error:
            if not makes_sense(file) or not set(mode) & set("wax+"):
                raise
            own = made_beside(file, error)
            if "w" not in mode and there(file):  # goes on with what is there
                with real_open(file, "rb") as before, real_open(own, "wb") as after:
                    after.write(before.read())
            return real_open(own, mode, *args, **kwargs)

    def looking(real):
        def new(path, *args, **kwargs):
            return real(beside(path) or path, *args, **kwargs)
        return new

    def changing(real):
        def new(path, *args, **kwargs):
            own = beside(path)
            return real(path, *args, **kwargs) if own is None else real(own, *args)
        return new

    def moving(real):
        def new(src, dst, *args, **kwargs):
            own = beside(src)
            if own is None:
                return real(src, dst, *args, **kwargs)
            try:
                return real(own, dst)
            except OSError as error:
                return real(own, made_beside(dst, OSError(errno.EROFS, "read-only") if error.errno == errno.EXDEV else error))
        return new

    def new_listdir(path="."):
        own = beside(path)
        if own is None:
            return listdir(path)
        return sorted({*(listdir(path) if there(path) else ()), *listdir(own)})

    class Entries(list):
        def __enter__(self):
            return iter(self)

        def __exit__(self, *exc):
            pass

        def __next__(self):
            return self.pop(0)

        def close(self):
            pass

    def new_scandir(path="."):
        own = beside(path)
        if own is None:
            return scandir(path)
        found = {entry.name: entry for entry in (scandir(path) if there(path) else ())}
        found.update((entry.name, entry) for entry in scandir(own))
        return Entries(found.values())

    os.mkdir, os.stat, os.lstat, os.listdir, os.scandir = new_mkdir, looking(stat), looking(lstat), new_listdir, new_scandir
    os.chmod, os.utime, os.access = looking(chmod), looking(os.utime), looking(os.access)
    os.remove, os.unlink, os.rmdir = changing(os.remove), changing(os.unlink), changing(os.rmdir)
    os.rename, os.replace = moving(os.rename), moving(os.replace)
    builtins.open = io.open = opened
