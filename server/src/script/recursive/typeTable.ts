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
  /** As they came: with each edit there are thousands, and few files are looked at. */
  private readonly all: Typed[] = [];
  private readonly read = new Map<string, readonly TypeAt[]>();

  add(typed: Typed): void {
    this.all.push(typed);
    this.grouped = undefined;
  }

  private grouped: ReadonlyMap<string, readonly Typed[]> | undefined;
  private get byFile(): ReadonlyMap<string, readonly Typed[]> {
    if (this.grouped) return this.grouped;
    const out = new Map<string, Typed[]>();
    for (const typed of this.all) {
      const known = out.get(typed.range.file);
      if (known) known.push(typed);
      else out.set(typed.range.file, [typed]);
    }
    return (this.grouped = out);
  }

  files(): readonly string[] { return [...this.byFile.keys()]; }

  inFile(file: string): readonly TypeAt[] {
    let made = this.read.get(file);
    if (!made) {
      const places = new Map<number, Set<Type>>();
      for (const { range, type } of this.byFile.get(file) ?? []) {
        const key = range.start * LONGEST + range.end;
        const known = places.get(key);
        if (known) known.add(type);
        else places.set(key, new Set([type]));
      }
      made = [...places].map(([key, types]) => {
        return { start: Math.floor(key / LONGEST), end: key % LONGEST, types: [...new Set([...types].map((t) => annotationStr(t)))] };
      }).sort((a, b) => a.start - b.start || a.end - b.end);
      this.read.set(file, made);
    }
    return made;
  }
}
