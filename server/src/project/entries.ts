/**
 * `torchscript.yaml`: how to build what cannot be built without being told. One file per folder; an
 * entry names a file below it. Its form is `cfg/torchscript.schema.json`.
 *
 *     entries:
 *       - file: models/yolo.py
 *         name: Model
 *         args: { cfg: cfg/deploy/yolov7.yaml }
 */
import fs from "node:fs";
import path from "node:path";
import type { ExampleInput, FormatName, OnnxNames } from "./export/format";
import { inputOf } from "./export/inputs";
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Pair, type YAMLMap } from "yaml";
import type { Span } from "../syntax/ast";
import { msg, Traceless, verbatim, type Message } from "../text/message";

export interface Entry {
  readonly file: string;
  readonly name: string | undefined;
  /** As JSON text, in which 1.0 stays a float. */
  readonly args: string | undefined;
  readonly call: boolean;
  /** A Python expression that builds it, in place of `args`. */
  readonly build: string | undefined;
  readonly asIs: boolean;
  /** False: it is to stay in training mode, whatever becomes of it. */
  readonly eval?: boolean;
  /** Absolute folders put on `sys.path` first. */
  readonly roots: readonly string[];
  /** Of `forward`, for an export. */
  readonly inputs: readonly ExampleInput[];
  readonly exported: ExportSettings;
  /** Where its arguments stand in the file, else its name; and each that has a name. */
  readonly places: { readonly whole: Span; readonly named: ReadonlyMap<string, Span> };
}

/** How a model was exported last; paths are absolute. */
export interface ExportSettings {
  readonly weights?: string;
  /** The file, with the extension of the first format. */
  readonly out?: string;
  readonly formats?: readonly FormatName[];
  /** Of inputs and outputs in ONNX. */
  readonly names?: OnnxNames;
  /** What the model does on the example inputs was recorded. */
  readonly trace?: boolean;
}

/** What is wrong with a `torchscript.yaml`; offsets into its text. */
export interface EntryProblem { readonly message: Message; readonly severity: "error" | "warning"; readonly start: number; readonly end: number }

export const ENTRY_FILE = "torchscript.yaml";

const BESIDE: ReadonlySet<string> = new Set(["__pycache__", "node_modules", "site-packages"]);
/** By its name, a file or folder that lies beside a project's own. */
export const isBeside = (name: string): boolean => name.startsWith(".") || BESIDE.has(name);

/** Unsaved text first; undefined for a file that cannot be read. */
export function readText(file: string, overlays: ReadonlyMap<string, string>): string | undefined {
  const overlay = overlays.get(file);
  if (overlay !== undefined) return overlay;
  try { return fs.readFileSync(file, "utf8"); } catch { return undefined; }
}

export type Kind = "string" | "boolean" | "arguments" | "mode" | "inputs" | "formats" | "names";
export const ENTRIES_TEXT = msg`One entry for each model, or for each way to build one.`;
/** As in the schema, in its words; `file` is required. */
export const FIELDS: Readonly<Record<string, { readonly kind: Kind; readonly about: Message }>> = {
  file: { kind: "string", about: msg`The Python file or notebook, relative to this file's folder.` },
  name: { kind: "string", about: msg`The class, function or variable in it.` },
  args: { kind: "arguments", about: msg`What the constructor is called with: a list, or names with values.` },
  call: { kind: "boolean", about: msg`\`name\` is a function that builds the model: call it with \`args\`.` },
  build: { kind: "string", about: msg`A Python expression that builds it, in place of \`args\`, in the names of its file: GPT(Config(depth=2)).` },
  "as-is": { kind: "boolean", about: msg`Hand \`name\` to torch.jit.script as it is, without building an instance.` },
  mode: { kind: "mode", about: msg`eval: the built model is put into eval mode first. Without it, it stays as it is built, but ONNX is written in eval mode; train: ONNX, too, in training mode.` },
  root: { kind: "string", about: msg`The folder put on \`sys.path\` first, relative to this file's folder.` },
  inputs: { kind: "inputs", about: msg`Example inputs of forward for an export to ONNX, in order: "1,3,224,224" or "batch=2,16:int64", where a named size stays open, or "2:int64=5,3" and "1,3,8,8:float32=0..1" with the values, or the range of them, that the model is run on.` },
  "input-names": { kind: "names", about: msg`What an export to ONNX calls its inputs, in order, as \`input_names\` of torch.onnx.export. The others have the names of forward's arguments.` },
  "output-names": { kind: "names", about: msg`What an export to ONNX calls its outputs, in order, as \`output_names\` of torch.onnx.export.` },
  weights: { kind: "string", about: msg`The weights file of an export, relative to this file's folder.` },
  out: { kind: "string", about: msg`The file that an export writes, relative to this file's folder.` },
  formats: { kind: "formats", about: msg`What an export writes.` },
  trace: { kind: "boolean", about: msg`An export records what the model does on the example inputs instead of compiling it: branches, loops and shapes are then fixed.` },
};
export const FORMATS: readonly FormatName[] = ["torchscript", "onnx"];
export const MODES: readonly string[] = ["train", "eval"];
const isMode = (value: unknown): boolean => MODES.includes(String(value));
export const WANTED: Readonly<Record<Kind, Message>> = { string: msg`text`, boolean: msg`true or false`, arguments: msg`a list, or names with values`, mode: msg`'train' or 'eval'`, inputs: msg`a list of sizes and dtypes, such as ["1,3,224,224", "batch=2,16:int64", "2:int64=5,3"]`, formats: msg`a list of: torchscript, onnx`, names: msg`a list of names, each another, such as [images, mask]` };

function fits(kind: Kind, node: unknown): boolean {
  const value = isScalar(node) ? node.value : undefined;
  switch (kind) {
    case "string": return typeof value === "string";
    case "boolean": return typeof value === "boolean";
    case "mode": return isMode(value);
    case "inputs": return isSeq(node) && node.items.every((item) => isScalar(item) && inputOf(String(item.value)) !== undefined);
    case "formats": return isSeq(node) && node.items.every((item) => isScalar(item) && FORMATS.some((f) => f === item.value));
    case "names": return namesIn(node)?.every((name, i, all) => name !== "" && all.indexOf(name) === i) === true;
    case "arguments": return isSeq(node) || isMap(node);
  }
}

/** What stands in a list of plain texts. */
const namesIn = (node: unknown): string[] | undefined => (isSeq(node) && node.items.every((i) => isScalar(i)) ? node.items.map((i) => (isScalar(i) ? String(i.value ?? "").trim() : "")) : undefined);

function spanOf(node: unknown): Span {
  const range = (node as Node | null | undefined)?.range;
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}

class Reader {
  readonly entries: Entry[] = [];
  readonly problems: EntryProblem[] = [];
  constructor(private readonly file: string, private readonly document: Document.Parsed) {}

  private say(node: unknown, message: Message, severity: EntryProblem["severity"] = "error"): void {
    this.problems.push({ message, severity, ...spanOf(node) });
  }

  read(): void {
    for (const error of this.document.errors) this.problems.push({ message: verbatim(error.message.split("\n")[0] ?? ""), severity: "error", start: error.pos[0], end: error.pos[1] });
    const top = this.document.contents;
    if (top === null) return;
    if (!isMap(top)) { this.say(top, msg`${ENTRY_FILE} has one key, 'entries', with a list`); return; }
    for (const { key } of top.items) if (nameOf(key) !== "entries") this.say(key, msg`'${nameOf(key)}' is not known here: ${ENTRY_FILE} has one key, 'entries'`, "warning");
    const list = top.get("entries", true);
    if (list === undefined) return;
    if (!isSeq(list)) { this.say(list, msg`'entries' is a list: each entry starts with '- file: ...'`); return; }
    for (const item of list.items) this.entry(item);
  }

  private entry(item: unknown): void {
    if (!isMap(item)) { this.say(item, msg`an entry has names with values: file, name, args, ...`); return; }
    const good = item.items.filter((pair) => this.field(pair));
    const value = (name: string): unknown => good.find((p) => nameOf(p.key) === name)?.value;
    const plain = (name: string): unknown => { const node = value(name); return isScalar(node) ? node.value : undefined; };
    const file = plain("file");
    if (typeof file !== "string") {
      if (!item.has("file")) this.say(item.items[0]?.key ?? item, msg`this entry names no file`);
      return;
    }
    const folder = path.dirname(this.file);
    const [name, root, build] = [plain("name"), plain("root"), plain("build")];
    const args = value("args");
    const inputs = value("inputs");
    const [weights, out, formats] = [plain("weights"), plain("out"), value("formats")];
    const [inputNames, outputNames] = [namesIn(value("input-names")), namesIn(value("output-names"))];
    this.entries.push({
      file: path.resolve(folder, file), name: typeof name === "string" ? name : undefined,
      args: isSeq(args) || isMap(args) ? jsonOf(args, this.document) : undefined,
      call: plain("call") === true, build: typeof build === "string" ? build : undefined, asIs: plain("as-is") === true, ...(isMode(plain("mode")) ? { eval: plain("mode") === "eval" } : {}),
      inputs: isSeq(inputs) ? inputs.items.flatMap((i) => (isScalar(i) ? inputOf(String(i.value)) ?? [] : [])) : [],
      exported: {
        ...(typeof weights === "string" ? { weights: path.resolve(folder, weights) } : {}), ...(typeof out === "string" ? { out: path.resolve(folder, out) } : {}),
        ...(isSeq(formats) ? { formats: FORMATS.filter((f) => formats.items.some((i) => isScalar(i) && i.value === f)) } : {}),
        ...(inputNames || outputNames ? { names: { inputs: inputNames, outputs: outputNames } } : {}),
        ...(plain("trace") === true ? { trace: true } : {}),
      },
      roots: [path.resolve(folder, typeof root === "string" ? root : ".")],
      places: { whole: spanOf(value("build") ?? args ?? value("name") ?? value("file")), named: new Map(isMap(args) ? args.items.map((p) => [nameOf(p.key), spanOf(p.key)]) : []) },
    });
    if (args && typeof build === "string") this.say(args, msg`'build' has the arguments: these are not used`, "warning");
    for (const [field, given] of [["file", file], ["root", root]] as const) {
      if (typeof given === "string" && !fs.existsSync(path.resolve(folder, given))) this.say(value(field), msg`there is no ${path.resolve(folder, given)}`);
    }
  }

  private field(pair: Pair): boolean {
    const name = nameOf(pair.key);
    const kind = Object.hasOwn(FIELDS, name) ? FIELDS[name]?.kind : undefined;
    if (!kind) this.say(pair.key, msg`'${name}' is not known here; an entry has: ${Object.keys(FIELDS).join(", ")}`, "warning");
    else if (!fits(kind, pair.value)) this.say(pair.value ?? pair.key, msg`'${name}' takes ${WANTED[kind]}`);
    else return true;
    return false;
  }
}

const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : "");

/** The entries of one `torchscript.yaml`, and what is wrong with it; what does not fit is left out. */
export function readEntries(file: string, content: string): { entries: Entry[]; problems: EntryProblem[] } {
  const reader = new Reader(file, parseDocument(content, { prettyErrors: false }));
  reader.read();
  return reader;
}

/** Told of what is wrong with a `torchscript.yaml`, and its text. */
export type EntryFileProblems = (config: string, content: string, problems: readonly EntryProblem[]) => void;

/** Entries about `file`, from the `torchscript.yaml` files between it and its workspace folder. */
export function entriesFor(file: string, folders: readonly string[], overlays: ReadonlyMap<string, string>, told?: EntryFileProblems): Entry[] {
  const out: Entry[] = [];
  for (let at = path.dirname(file); ; at = path.dirname(at)) {
    const config = path.join(at, ENTRY_FILE);
    const content = readText(config, overlays);
    if (content !== undefined) {
      const { entries, problems } = readEntries(config, content);
      if (problems.length > 0) told?.(config, content, problems);
      out.push(...entries.filter((e) => e.file === file));
    }
    if (folders.includes(at) || path.dirname(at) === at) return out;
  }
}

/** The nearest `torchscript.yaml` above a file inside its folder, else the one that would be made in the outermost folder. */
export function entryFileFor(file: string, folders: readonly string[]): string {
  for (let at = path.dirname(file); ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, ENTRY_FILE)) || folders.includes(at)) return path.join(at, ENTRY_FILE);
    if (path.dirname(at) === at) return path.join(path.dirname(file), ENTRY_FILE);
  }
}

/** A place of a text, and what stands there instead. */
export interface TextChange extends Span { readonly text: string }

/** What a `torchscript.yaml` says otherwise once files and folders have other names (`moved` gives the new path of one): the paths in it, in the quotes that they have. A file that an export writes keeps its name, but follows its folder. */
export function renamedPaths(config: string, content: string, moved: (file: string) => string): TextChange[] {
  const list: unknown = parseDocument(content).get("entries", true);
  const [before, after] = [path.dirname(config), path.dirname(moved(config))];
  const out: TextChange[] = [];
  for (const item of isSeq(list) ? list.items : []) for (const { key, value } of isMap(item) ? item.items : []) {
    const field = nameOf(key);
    if (!PATHS.includes(field) || !isScalar(value) || typeof value.value !== "string" || value.type?.startsWith("BLOCK")) continue;
    const file = path.resolve(before, value.value);
    const now = field === "out" ? path.join(moved(path.dirname(file)), path.basename(file)) : moved(file);
    if (path.resolve(after, value.value) === now) continue;
    const text = path.isAbsolute(value.value) ? now : path.relative(after, now).split(path.sep).join("/") || ".";
    out.push({ ...spanOf(value), end: value.range?.[1] ?? 0, text: quotedAs(value.type, text) });
  }
  return out;
}

const PATHS: readonly string[] = ["file", "root", "weights", "out"];

/** Text in YAML, in the quotes of the one before; without quotes only what is then read as the same text, also between brackets. */
function quotedAs(type: string | undefined | null, text: string): string {
  if (type === "QUOTE_SINGLE") return `'${text.replaceAll("'", "''")}'`;
  const plain = type === "PLAIN" ? parseDocument(`[${text}]`) : undefined;
  const [alone, another] = isSeq(plain?.contents) ? plain.contents.items : [];
  return plain?.errors.length === 0 && another === undefined && isScalar(alone) && alone.value === text ? text : JSON.stringify(text);
}

/** With this a value that is asked for is Python, not YAML. */
export const SAYS_PYTHON = "=";

/** More arguments than these stand one below the other. */
const IN_ONE_LINE = 4;

/** Constants of JSON and of Python. */
const JSON_WORDS = ["null", "true", "false"] as const;
const PYTHON_WORDS = ["None", "True", "False"] as const;

/** A value as JSON, or as Python writes it; numbers that are floats for YAML are floats there, too. */
function jsonOf(node: unknown, document: Document, [none, yes, no]: readonly [string, string, string] = JSON_WORDS): string {
  const inside = (part: unknown): string => jsonOf(part, document, [none, yes, no]);
  if (isAlias(node)) return inside(node.resolve(document));
  if (isSeq(node)) return `[${node.items.map(inside).join(", ")}]`;
  if (isMap(node)) return `{${node.items.map((p) => `${JSON.stringify(nameOf(p.key))}: ${inside(p.value)}`).join(", ")}}`;
  const value = isScalar(node) ? node.value : null;
  if (typeof value === "number" && Number.isInteger(value) && /[.eE]/.test(isScalar(node) ? node.source ?? "" : "")) return value.toFixed(1);
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return value === null || value === undefined ? none : value === true ? yes : value === false ? no : JSON.stringify(value);
}

/** A call in Python with arguments that are asked for: YAML, or Python behind "=". */
export function pythonCall(name: string, given: ReadonlyMap<string, string>): string {
  const text = (value: string): string => {
    if (value.startsWith(SAYS_PYTHON)) return value.slice(SAYS_PYTHON.length).trim();
    const parsed = parseDocument(value);
    return jsonOf(parsed.contents, parsed, PYTHON_WORDS);
  };
  return `${name}(${[...given].map(([parameter, value]) => `${parameter}=${text(value)}`).join(", ")})`;
}

/** The text of a `torchscript.yaml` with the arguments of one class, or function (`call`), set, as `args`, or as `build` where one of them is Python; comments and order stay. Throws when a value is no YAML. */
export function withArguments(config: string, content: string, file: string, name: string, given: ReadonlyMap<string, string>, call = false): string {
  const document = parseDocument(content);
  const yaml = new Map([...given].filter(([, value]) => !value.startsWith(SAYS_PYTHON)).map(([parameter, value]) => {
    const parsed = parseDocument(value);
    const [error] = parsed.errors;
    if (error) throw new Traceless(msg`the value of ${parameter} is not YAML: ${error.message.split("\n")[0] ?? ""}`);
    return [parameter, parsed] as const;
  }));
  const entry = entryIn(document, config, file, name);
  const [field, other] = yaml.size < given.size ? ["build", "args"] as const : ["args", "build"] as const;
  entry.delete(other);
  if (call && field === "args") entry.set("call", true);
  if (field === "build") {
    entry.set(field, pythonCall(name, given));
  } else {
    const args = document.createNode({}) as YAMLMap;
    args.flow = yaml.size <= IN_ONE_LINE;
    for (const [parameter, { contents }] of yaml) args.set(parameter, contents);
    if (yaml.size > 0 || !call) entry.set(field, args);
    else entry.delete(field);
  }
  return document.toString();
}

/** The text of a `torchscript.yaml` that remembers how a model was exported; paths become relative to its folder. */
export function withExport(config: string, content: string, file: string, name: string, settings: ExportSettings, inputs: readonly string[]): string {
  const document = parseDocument(content);
  const entry = entryIn(document, config, file, name);
  const relative = (to: string): string => path.relative(path.dirname(config), to).split(path.sep).join("/");
  const list = (items: readonly string[]): YAMLMap => { const node = document.createNode(items) as unknown as YAMLMap; node.flow = true; return node; };
  if (settings.weights === undefined) entry.delete("weights");
  else entry.set("weights", relative(settings.weights));
  if (settings.out !== undefined) entry.set("out", relative(settings.out));
  if (settings.formats) entry.set("formats", list(settings.formats));
  if (settings.trace) entry.set("trace", true);
  else entry.delete("trace");
  if (inputs.length > 0) entry.set("inputs", list(inputs));
  return document.toString();
}

/** The entry of one class, made if there is none. */
function entryIn(document: Document.Parsed, config: string, file: string, name: string): YAMLMap {
  if (!isMap(document.contents)) document.contents = document.createNode({ entries: [] }) as never;
  const top = document.contents as unknown as YAMLMap;
  if (!isSeq(top.get("entries", true))) top.set("entries", document.createNode([]));
  const list = top.get("entries", true) as unknown as { items: unknown[]; add(item: unknown): void };
  const existing = list.items.find((i): i is YAMLMap => isMap(i) && path.resolve(path.dirname(config), String(i.get("file"))) === file && i.get("name") === name);
  if (existing) return existing;
  const entry = document.createNode({ file: path.relative(path.dirname(config), file).split(path.sep).join("/"), name }) as YAMLMap;
  list.add(entry);
  return entry;
}
