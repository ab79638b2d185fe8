/**
 * Writes `server/python/torch/_lens/names.py`: which names real torch has, per release.
 * Input: JSON files made by `test/oracle/torch_names.py` with the three releases' own Python.
 * Use: `npx tsx scripts/standInNames.mts n113.json n26.json n214.json`
 */
import fs from "node:fs";
import path from "node:path";

type Kinds = Record<string, Record<string, string>>;
const files = process.argv.slice(2);
const releases = files.map((f) => JSON.parse(fs.readFileSync(f, "utf8")) as Kinds);
const all = (1 << releases.length) - 1;
const rooms = ["torch", "torch.Tensor", "torch._C._nn", "torch._VF", "torch.nn.functional", "torch.linalg", "torch.special", "torch.fft", "torch.jit"];

const out: string[] = ['"""Names of real torch by release; written by scripts/standInNames.mts.', "", "A name is followed by `*` and a sum of 1 (1.13), 2 (2.6), 4 (2.14) where not all have it.", '"""', "", "NAMES = {"];
for (const room of rooms) {
  const kinds = new Map<string, Map<string, number>>();
  releases.forEach((release, i) => {
    for (const [name, kind] of Object.entries(release[room] ?? {})) {
      const group = kind.length === 1 ? kind : "O";
      const names = kinds.get(group) ?? new Map<string, number>();
      kinds.set(group, names);
      names.set(name, (names.get(name) ?? 0) | (1 << i));
    }
  });
  out.push(`    "${room}": {`);
  for (const group of [...kinds.keys()].sort()) {
    const names = [...(kinds.get(group) ?? new Map<string, number>())].sort(([a], [b]) => (a < b ? -1 : 1)).map(([n, mask]) => (mask === all ? n : `${n}*${mask}`));
    out.push(`        "${group}": """`);
    let line = "";
    for (const name of names) {
      if (line.length + name.length > 150) { out.push(line); line = ""; }
      line += (line === "" ? "" : " ") + name;
    }
    out.push(`${line}""",`);
  }
  out.push("    },");
}
out.push("}", "");
fs.writeFileSync(path.join(import.meta.dirname, "../server/python/torch/_lens/names.py"), out.join("\n"));
