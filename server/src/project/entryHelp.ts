/** Completion and hover in `torchscript.yaml`: its keys, and the files, names and parameters that they are about. */
import fs from "node:fs";
import path from "node:path";
import { isMap, isScalar, parseDocument, visit, type Node, type Pair, type YAMLMap } from "yaml";
import type { ParameterInfo } from "../host/loader";
import type { SourceFile, Stmt } from "../syntax/ast";
import { positionAt, type SourceProvider } from "../syntax/source";
import { definitions, type Definition } from "../syntax/walk";
import { msg, type Message } from "../text/message";
import { ENTRIES_TEXT, FIELDS, FORMATS, isBeside, MODES, WANTED } from "./entries";
import { parametersIn } from "./parameters";
import { textOfNode } from "./scriptedOutput";

export interface EntryCompletion {
  readonly kind: "key" | "parameter" | "file" | "folder" | "class" | "function" | "variable" | "value";
  readonly label: string;
  readonly insert: string;
  readonly detail?: string;
  readonly about?: Message;
}
/** The word that a completion takes the place of: offsets. */
export interface EntryCompletions { readonly start: number; readonly end: number; readonly items: readonly EntryCompletion[] }
export interface EntryHover { readonly start: number; readonly end: number; readonly code?: string; readonly about?: Message }

/** What is asked about the code that entries name. */
export interface EntryCode {
  readonly sources: SourceProvider;
  /** Of a class's constructor; undefined while it cannot be told. */
  parametersOf(file: string, name: string): Promise<readonly ParameterInfo[] | undefined>;
  /** Keys and fixed values are told by somebody else. */
  readonly withoutSchema: boolean;
}

/** Stands where the caret is while the text is read. */
const CARET = "caret_of_the_editor";
/** As many files of one folder as anybody looks through. */
const MOST = 300;
const PATHS: Readonly<Record<string, RegExp | null>> = { file: /\.(py|ipynb)$/, root: null, weights: /\.(pt|pth|ckpt|bin|safetensors|json)$/i, out: /\.(pt|onnx)$/i };
const OF_DATA = /\.(ya?ml|json|toml|txt|cfg|ini|pth?|csv|names)$/i;
const SIZES = ["1,3,224,224", "batch=1,3,224,224", "batch=1,16:int64"];

/** From the top of the document: names of keys and numbers of items; `maps` are those that it lies in. */
interface Place { readonly path: readonly (string | number)[]; readonly isKey: boolean; readonly node: Node; readonly maps: readonly YAMLMap[] }

const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : "");
const plain = (entry: YAMLMap | undefined, name: string): unknown => { const node = entry?.get(name, true); return isScalar(node) ? node.value : undefined; };
const text = (entry: YAMLMap | undefined, name: string): string | undefined => { const value = plain(entry, name); return typeof value === "string" ? value : undefined; };

/** Where the scalar is that `wanted` says yes to. */
function placeOf(content: string, wanted: (scalar: Node & { value?: unknown }) => boolean): Place | undefined {
  let found: Place | undefined;
  visit(parseDocument(content, { prettyErrors: false }), {
    Scalar(key, node, above) {
      if (!wanted(node)) return undefined;
      const way: (string | number)[] = [];
      above.forEach((at, i) => {
        const next: unknown = above[i + 1] ?? node;
        if (isMap(at)) way.push(nameOf((next as Pair).key));
        else if (at && "items" in at) way.push((at.items as unknown[]).indexOf(next));
      });
      found = { path: way, isKey: key === "key", node, maps: above.filter((at) => isMap(at)) };
      return visit.BREAK;
    },
  });
  return found;
}

/** `models/`, the folder, and what begins there. */
function filesIn(folder: string, typed: string, suffix: RegExp | null): EntryCompletion[] {
  const inside = typed.slice(0, typed.lastIndexOf("/") + 1);
  let found: fs.Dirent[];
  try { found = fs.readdirSync(path.resolve(folder, inside), { withFileTypes: true }); } catch { return []; }
  return found.flatMap((at): EntryCompletion[] => {
    if (isBeside(at.name)) return [];
    const isFolder = at.isDirectory();
    if (!isFolder && !suffix?.test(at.name)) return [];
    const whole = `${inside}${at.name}${isFolder ? "/" : ""}`;
    return [{ kind: isFolder ? "folder" : "file", label: whole, insert: whole }];
  }).slice(0, MOST);
}

const headOf = (source: SourceFile, { kind, node }: Definition): string => {
  if (node.kind === "ClassDef") return `class ${node.name}${node.bases.length > 0 ? `(${node.bases.map((b) => textOfNode(source, b)).join(", ")})` : ""}`;
  return `${kind === "function" ? "def" : kind} ${node.name}`;
};

/** Classes and functions of a file, and what it makes by calling something. */
function namesIn(source: SourceFile | undefined): EntryCompletion[] {
  if (!source) return [];
  const made = (s: Stmt): EntryCompletion[] => {
    const [target] = s.kind === "Assign" && s.value.kind === "Call" ? s.targets : [];
    return target?.kind === "Name" ? [{ kind: "variable", label: target.id, insert: target.id }] : [];
  };
  return [
    ...definitions(source).filter((d) => d.parent === null).map((d): EntryCompletion => ({ kind: d.kind, label: d.qualname, insert: d.qualname, detail: headOf(source, d) })),
    ...source.body.flatMap(made),
  ];
}

const declared = ({ name, annotation, default: value }: ParameterInfo): string => `${name}${annotation === null ? "" : `: ${annotation}`}${value === null ? "" : annotation === null ? `=${value}` : ` = ${value}`}`;

/** YAML for a default that Python and YAML write alike. */
const defaultText = ({ default: value }: ParameterInfo): string => {
  if (value === null || !/^(-?\d+(\.\d+)?|True|False|None|'[^'\\]*'|"[^"\\]*")$/.test(value)) return "";
  return ({ True: "true", False: "false", None: "null" } as Readonly<Record<string, string>>)[value] ?? value;
};

/** Of the class, or of the function, that an entry names. */
async function parametersOf(folder: string, entry: YAMLMap | undefined, { sources, parametersOf: ofClass }: EntryCode): Promise<readonly ParameterInfo[]> {
  const [given, name] = [text(entry, "file"), text(entry, "name")];
  if (given === undefined || name === undefined) return [];
  const file = path.resolve(folder, given);
  const source = sources.get(file);
  const node = source && definitions(source).find((d) => d.qualname === name)?.node;
  if (source && node?.kind === "FunctionDef") return parametersIn(source, node);
  return await ofClass(file, name) ?? [];
}

class Completions {
  constructor(private readonly file: string, private readonly content: string, private readonly code: EntryCode) {}

  async at(offset: number): Promise<EntryCompletions | undefined> {
    const { content } = this;
    const line = content.slice(content.lastIndexOf("\n", offset - 1) + 1, offset);
    const typed = /[^\s,[\]{}"':]*$/.exec(line)?.[0] ?? "";
    const rest = /^[^\s,[\]{}"':#]*/.exec(content.slice(offset))?.[0] ?? "";
    const [start, end] = [offset - typed.length, offset + rest.length];
    const ahead = line.slice(0, line.length - typed.length);
    if (/(^|\s)#/.test(ahead)) return undefined;
    const begins = /^\s*(-\s+)*$/.test(ahead) || /[{,]\s*$/.test(ahead);
    const named = /^\s*:/.test(content.slice(end)); // the key is there, only another is looked for
    const read = (mark: string): Place | undefined => placeOf(content.slice(0, start) + mark + content.slice(end), ({ value }) => typeof value === "string" && value.includes(CARET));
    const key = begins ? read(named ? CARET : `${CARET}: `) : undefined;
    const items = key?.isKey ? await this.keys(key, named) : undefined;
    if (items) return { start, end, items };
    const value = read(CARET);
    return value && !value.isKey ? { start, end, items: await this.values(value, typed) } : undefined;
  }

  private get folder(): string { return path.dirname(this.file); }

  /** Undefined where no key belongs. */
  private async keys({ path: way, maps }: Place, named: boolean): Promise<readonly EntryCompletion[] | undefined> {
    const after = named ? "" : ": ";
    const there = new Set(maps.at(-1)?.items.map(({ key }) => nameOf(key)) ?? []);
    const [top, , field, name] = way;
    if (way.length === 1) return this.code.withoutSchema ? [] : [{ kind: "key", label: "entries", insert: `entries${named ? "" : ":\n  - file: "}`, about: ENTRIES_TEXT }];
    if (top !== "entries") return undefined;
    if (name === undefined) {
      const known = Object.entries(FIELDS).filter(([label]) => !there.has(label));
      return this.code.withoutSchema ? [] : known.map(([label, { about }]) => ({ kind: "key", label, insert: `${label}${after}`, about }));
    }
    if (field !== "args" || way.length !== 4) return undefined;
    const parameters = await this.parameters(maps.at(-2));
    return parameters.filter((p) => !there.has(p.name)).map((p) => ({ kind: "parameter", label: p.name, insert: `${p.name}${after}`, detail: declared(p) }));
  }

  private parameters(entry: YAMLMap | undefined): Promise<readonly ParameterInfo[]> { return parametersOf(this.folder, entry, this.code); }

  private async values({ path: way, maps }: Place, typed: string): Promise<readonly EntryCompletion[]> {
    const [top, , field, item] = way;
    if (top !== "entries" || typeof field !== "string") return [];
    const entry = maps[1];
    const one = (label: string): EntryCompletion => ({ kind: "value", label, insert: label });
    if (field in PATHS && way.length === 3) return filesIn(this.folder, typed, PATHS[field] ?? null);
    const file = text(entry, "file");
    if (field === "name") return file === undefined ? [] : namesIn(this.code.sources.get(path.resolve(this.folder, file)));
    if (field === "args" && typeof item === "string") {
      const { annotation = null, default: value = null } = (await this.parameters(entry)).find((p) => p.name === item) ?? {};
      if (annotation === "bool" || /^(True|False)$/.test(value ?? "")) return [one("true"), one("false")];
      const literal = /\bLiteral\[(.*)\]/.exec(annotation ?? "")?.[1];
      if (literal !== undefined) return literal.split(",").map((v) => one(v.trim()));
      return /^(int|float)$/.test(annotation ?? "") || /^-?[\d.]+$/.test(value ?? "") ? [] : filesIn(this.folder, typed, OF_DATA);
    }
    if (field === "args" && way.length === 3) {
      const needed = (await this.parameters(entry)).filter((p) => p.default === null);
      const whole = `{ ${needed.map((p) => `${p.name}: ${defaultText(p)}`).join(", ")} }`;
      return needed.length > 0 ? [{ ...one(whole), detail: needed.map(declared).join(", ") }] : [];
    }
    if (field === "inputs") return SIZES.map((s) => one(way.length === 3 ? `["${s}"]` : s));
    if (this.code.withoutSchema) return [];
    const kind = FIELDS[field]?.kind;
    if (kind === "boolean") return [one("true"), one("false")];
    if (kind === "mode") return MODES.map(one);
    if (kind === "formats") return way.length === 3 ? FORMATS.map((f) => one(`[${f}]`)).concat(one(`[${FORMATS.join(", ")}]`)) : FORMATS.map(one);
    return [];
  }
}

/** Undefined where nothing can be told. */
export function entryCompletions(file: string, content: string, offset: number, code: EntryCode): Promise<EntryCompletions | undefined> { return new Completions(file, content, code).at(offset); }

/** Of a key what it says, of a name what it is, of an argument how the constructor declares it. */
export async function entryHover(file: string, content: string, offset: number, code: EntryCode): Promise<EntryHover | undefined> {
  const place = placeOf(content, ({ range }) => range !== null && range !== undefined && range[0] <= offset && offset <= range[1]);
  if (!place) return undefined;
  const { path: way, isKey, maps, node } = place;
  const [top, , field] = way;
  const [start, end] = [node.range?.[0] ?? offset, node.range?.[1] ?? offset];
  if (top !== "entries") return undefined;
  if (isKey && way.length === 1) return code.withoutSchema ? undefined : { start, end, about: ENTRIES_TEXT };
  const entry = maps[1];
  const named = path.resolve(path.dirname(file), text(entry, "file") ?? "");
  if (isKey && way.length === 3 && typeof field === "string" && Object.hasOwn(FIELDS, field)) {
    const known = FIELDS[field];
    return !known || code.withoutSchema ? undefined : { start, end, about: msg`${known.about} It takes ${WANTED[known.kind]}.` };
  }
  if (!isKey && field === "name" && way.length === 3) {
    const source = code.sources.get(named);
    const found = source && definitions(source).find((d) => d.qualname === text(entry, "name"));
    return found ? { start, end, code: headOf(source, found), about: msg`Defined in ${text(entry, "file") ?? ""}, line ${positionAt(source.lineStarts, found.node.nameSpan.start).line + 1}.` } : undefined;
  }
  if (!isKey || field !== "args" || way.length !== 4) return undefined;
  const parameter = (await parametersOf(path.dirname(file), entry, code)).find((p) => p.name === way[3]);
  return parameter ? { start, end, code: declared(parameter) } : undefined;
}

