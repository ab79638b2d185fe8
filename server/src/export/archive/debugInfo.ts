/**
 * The `.debug_pkl` beside a source file of an archive: from which line of the user's each of its bytes comes, so
 * that an error at run time shows it. Answers to torch/csrc/jit/serialization/source_range_serialization.cpp.
 */
import type { ArchiveValue, CodeFile } from "../../script/exportView";
import type { SourceFile } from "../../syntax/ast";
import type { SourceProvider, SourceRange } from "../../syntax/source";
import { positionAt } from "../../syntax/source";
import { definitions } from "../../syntax/walk";

const int = (n: number): ArchiveValue => ({ kind: "int", value: BigInt(n) });
const tuple = (items: readonly ArchiveValue[]): ArchiveValue => ({ kind: "tuple", items });

/** The lines of one function. `bytes`: of offsets from `start` on. */
interface Excerpt { readonly value: ArchiveValue; readonly start: number; readonly end: number }

export class DebugInfo {
  private readonly texts: string[] = [""];
  private readonly numbers = new Map<string, number>([["", 0]]);
  private readonly excerpts = new Map<string, Excerpt>();
  private readonly nowhere: ArchiveValue = { kind: "tuple", shared: true, items: [this.lines([]), int(0), int(0)] };
  private readonly functions = new Map<string, readonly { readonly start: number; readonly end: number }[]>();

  private constructor(private readonly sources: SourceProvider) {}

  /** The value that is pickled. */
  static of(file: CodeFile, sources: SourceProvider): ArchiveValue {
    const info = new DebugInfo(sources);
    const records = file.places.map(({ bytes, range }) => tuple([int(bytes), info.place(range), int(-1)]));
    return tuple([{ kind: "str", value: "FORMAT_WITH_STRING_TABLE" }, tuple(info.texts.map((value) => ({ kind: "str", value }))), tuple(records)]);
  }

  private lines(numbers: readonly number[]): ArchiveValue { return { kind: "list", elem: "int", annotation: "List[int]", items: numbers.map(int) }; }

  private text(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  private place(range: SourceRange | null): ArchiveValue {
    const source = range && this.sources.get(range.file);
    if (!range || !source) return tuple([this.nowhere, int(0), int(0)]);
    const { value, start } = this.excerpt(source, range);
    const bytes = (to: number): number => Buffer.byteLength(source.text.slice(start, to), "utf8");
    return tuple([value, int(bytes(range.start)), int(bytes(range.end))]);
  }

  /** The lines of the function around a range, else the range's own. */
  private excerpt(source: SourceFile, range: SourceRange): Excerpt {
    let functions = this.functions.get(source.path);
    if (!functions) this.functions.set(source.path, functions = definitions(source).flatMap(({ node }) => (node.kind === "FunctionDef" ? [{ start: node.decoratorStart, end: node.end }] : [])));
    const around = functions.filter((f) => f.start <= range.start && range.end <= f.end).sort((a, b) => a.end - a.start - (b.end - b.start))[0] ?? range;
    const first = positionAt(source.lineStarts, around.start).line;
    const last = positionAt(source.lineStarts, around.end).line;
    const key = `${source.path}:${first}:${last}`;
    const known = this.excerpts.get(key);
    if (known) return known;
    const begin = (line: number): number => source.lineStarts[line] ?? source.text.length;
    const numbers = Array.from({ length: last - first + 1 }, (_, i) => this.text(source.text.slice(begin(first + i), begin(first + i + 1))));
    const name = this.text(source.path.replace(/^\/lens\/site\//, ""));
    const made: Excerpt = { value: { kind: "tuple", shared: true, items: [this.lines(numbers), int(name), int(first + 1)] }, start: begin(first), end: begin(last + 1) };
    this.excerpts.set(key, made);
    return made;
  }
}
