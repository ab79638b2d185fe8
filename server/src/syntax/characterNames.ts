/** The characters that `\N{...}` names. */

interface Table {
  readonly byName: ReadonlyMap<string, number>;
  /** Names that end in the code point itself: ideographs. */
  readonly runs: readonly { readonly prefix: string; readonly first: number; readonly last: number }[];
}

let text: () => string = () => "";
let table: Table | undefined;

/** `read` is called when the first name is asked for. A line of what it gives is a code point in hexadecimal (none: the next one), a tab and a name; of a run, its first and last and what stands before them. */
export function setCharacterNames(read: () => string): void {
  text = read;
  table = undefined;
}

function readTable(): Table {
  const byName = new Map<string, number>();
  const runs: Table["runs"][number][] = [];
  let code = -1;
  for (const line of text().split("\n")) {
    const [place = "", name = ""] = line.split("\t");
    const [first, last] = place.split("-").map((digits) => parseInt(digits, 16));
    if (first !== undefined && last !== undefined) runs.push({ prefix: `${name}-`, first, last });
    else byName.set(name, code = place === "" ? code + 1 : first ?? 0);
  }
  return { byName, runs };
}

export function characterNamed(name: string): string | undefined {
  table ??= readTable();
  const upper = name.toUpperCase();
  const code = table.byName.get(upper) ?? table.runs.flatMap(({ prefix, first, last }) => {
    const digits = upper.startsWith(prefix) ? upper.slice(prefix.length) : "";
    const at = /^[0-9A-F]{4,5}$/.test(digits) ? parseInt(digits, 16) : -1;
    return at >= first && at <= last ? [at] : [];
  })[0];
  return code === undefined ? undefined : String.fromCodePoint(code);
}
