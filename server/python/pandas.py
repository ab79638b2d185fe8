"""A little of pandas: tables of a few rows, as scripts make for names and options. Whatever else is asked for is a placeholder."""
from lens.finder import Placeholder

__version__ = "2.2.3"


class Series(list):
    """A column or a row: a list that may have labels."""

    def __init__(self, data=(), index=None, name=None, dtype=None):
        super().__init__(data.values() if isinstance(data, dict) else data)
        self.index = list(index if index is not None else data if isinstance(data, dict) else range(len(self)))
        self.name = name

    def __getitem__(self, key):
        if isinstance(key, slice):
            return Series(list.__getitem__(self, key), self.index[key], self.name)
        return list.__getitem__(self, self.index.index(key) if key in self.index else key)

    def __getattr__(self, name):
        if not name.startswith("_") and name in self.__dict__.get("index", ()):
            return self[name]
        raise AttributeError(name)

    def __hash__(self):
        return id(self)

    values = property(list)
    iloc = property(lambda self: list(self))

    def tolist(self):
        return list(self)

    to_list = tolist

    def items(self):
        return zip(self.index, self)

    def to_dict(self):
        return dict(self.items())

    def unique(self):
        return list(dict.fromkeys(self))


class DataFrame:
    """Rows under named columns."""

    def __init__(self, data=None, index=None, columns=None, dtype=None, copy=None):
        if isinstance(data, dict):
            columns = list(data) if columns is None else list(columns)
            count = max((len(v) for v in data.values() if isinstance(v, (list, tuple))), default=1)
            data = [[data[c][i] if isinstance(data[c], (list, tuple)) else data[c] for c in columns] for i in range(count)]
        rows = [] if data is None else [list(r.values()) if isinstance(r, dict) else list(r) for r in data]
        if columns is None:
            columns = list(data[0]) if data and isinstance(data[0], dict) else range(len(rows[0]) if rows else 0)
        self.columns, self.rows = list(columns), rows
        self.index = list(index) if index is not None else list(range(len(rows)))

    def __getitem__(self, key):
        if isinstance(key, list):
            at = [self.columns.index(k) for k in key]
            return DataFrame([[r[i] for i in at] for r in self.rows], self.index, key)
        if key not in self.columns:
            raise KeyError(key)
        at = self.columns.index(key)
        return Series([r[at] for r in self.rows], self.index, key)

    def __getattr__(self, name):
        if not name.startswith("_") and name in self.__dict__.get("columns", ()):
            return self[name]
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder(f"pandas.DataFrame.{name}")

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.columns)

    shape = property(lambda self: (len(self.rows), len(self.columns)))
    values = property(lambda self: [list(r) for r in self.rows])
    empty = property(lambda self: not self.rows)
    iloc = property(lambda self: [Series(r, self.columns) for r in self.rows])

    def iterrows(self):
        return ((i, Series(r, self.columns)) for i, r in zip(self.index, self.rows))

    def itertuples(self, index=True, name="Pandas"):
        from collections import namedtuple
        kind = namedtuple(name, [*(["Index"] if index else []), *map(str, self.columns)], rename=True)
        return (kind(*([i] if index else []), *r) for i, r in zip(self.index, self.rows))

    def to_dict(self, orient="dict"):
        return [dict(zip(self.columns, r)) for r in self.rows] if orient == "records" else {c: self[c].to_dict() for c in self.columns}

    def to_string(self, *args, **kwargs):
        return "\n".join("  ".join(map(str, r)) for r in [self.columns, *self.rows])

    __repr__ = __str__ = to_string


def notna(value):
    return value is not None and value == value


def isna(value):
    return not notna(value)


notnull, isnull = notna, isna


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Placeholder(f"pandas.{name}")
