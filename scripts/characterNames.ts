// Writes what `\N{...}` may name into dist/characterNames.br, as Pyodide's unicodedata has it. characterAliases.txt: names that unicodedata takes and does not list.
import fs from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { loadPyodide, options } from "../server/src/host/pyodide";

/** A line per name: its code point in hexadecimal where that is not the next one, a tab, the name; or `FIRST-LAST`, a tab, what stands before the code point. */
const SCRIPT = `
import unicodedata
lines, last, run = [], -1, None
for code in range(0x110000):
    name = unicodedata.name(chr(code), "")
    before = name.removesuffix(f"-{code:04X}")
    if not name:
        run = None
    elif before == name:
        lines.append(f"{'' if code == last + 1 else format(code, 'x')}\\t{name}")
        last, run = code, None
    elif run and run[2] == before:
        run[1] = code
    else:
        run = [code, code, before]
        lines.append(run)
        last = -1
lines = [line if isinstance(line, str) else f"{line[0]:x}-{line[1]:x}\\t{line[2]}" for line in lines]
"\\n".join(lines + [f"{ord(unicodedata.lookup(name)):x}\\t{name}" for name in aliases.split("\\n") if name])
`;

const scripts = import.meta.dirname;

export async function writeCharacterNames(folder: string): Promise<void> {
  const python = await loadPyodide(options(() => undefined));
  python.globals.set("aliases", fs.readFileSync(path.join(scripts, "characterAliases.txt"), "utf8"));
  fs.writeFileSync(path.join(folder, "characterNames.br"), brotliCompressSync(python.runPython(SCRIPT) as string));
}
