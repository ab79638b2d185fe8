/**
 * Types of expressions and names by their place, kept while functions are emitted: what hovers and
 * inlay hints are made from. One place has several types when its class has several concrete types.
 */
import type { SourceRange } from "../../syntax/source";
import type { TypeAt, TypesByPlace } from "../api";
import { annotationStr } from "../types/print";
import type { Type } from "../types/types";

/** A place as one number: no file is that long. */
const LONGEST = 2 ** 26;

export interface Typed { readonly range: SourceRange; readonly type: Type }

export class TypeTable implements TypesByPlace {
  /** As they came: with each edit there are thousands, and seldom is one looked at. */
  private readonly all: Typed[] = [];
  private sorted: ReadonlyMap<string, readonly TypeAt[]> | undefined;

  add(typed: Typed): void {
    this.all.push(typed);
    this.sorted = undefined;
  }

  private get byFile(): ReadonlyMap<string, readonly TypeAt[]> { return (this.sorted ??= sorted(this.all)); }
  files(): readonly string[] { return [...this.byFile.keys()]; }
  inFile(file: string): readonly TypeAt[] { return this.byFile.get(file) ?? []; }
}

function sorted(all: readonly Typed[]): Map<string, readonly TypeAt[]> {
  const files = new Map<string, Map<number, Set<Type>>>();
  for (const { range: { file, start, end }, type } of all) {
    let places = files.get(file);
    if (!places) files.set(file, (places = new Map<number, Set<Type>>()));
    const key = start * LONGEST + end;
    const known = places.get(key);
    if (known) known.add(type);
    else places.set(key, new Set([type]));
  }
  return new Map([...files].map(([file, places]) => [file, [...places].map(([key, types]): TypeAt => (
    { start: Math.floor(key / LONGEST), end: key % LONGEST, types: [...new Set([...types].map((t) => annotationStr(t)))] }
  )).sort((a, b) => a.start - b.start || a.end - b.end)]));
}
