/**
 * Methods that torch would not reach: nothing that is compiled calls them. They are compiled after
 * everything else, so that the editor can say what would be wrong with them; nothing found here
 * counts for the verdict.
 */
import type { GClass, GFunction } from "../../host/objectGraph";
import type { Compiler } from "./compiler";
import type { ConcreteType } from "./concreteType";
import { findNode, isIgnored } from "./functions";
import { methodStub } from "./modules";

const isLibrary = (cls: GClass): boolean => /^torch(vision)?(\.|$)/.test(cls.module) || cls.file === null;

/** Own and inherited methods of the user's classes, the nearest definition first. */
function candidates(c: Compiler, type: ConcreteType): Map<string, GFunction> {
  const out = new Map<string, GFunction>();
  const cls = c.py.class(type.cls);
  const mro = cls ? c.py.mro(cls) : [];
  const own = mro.findIndex(isLibrary);
  // what overrides nn.Module's own methods (train, extra_repr ...) is for Python
  const library = own < 0 ? [] : mro.slice(own);
  for (const b of own < 0 ? mro : mro.slice(0, own)) {
    for (const [name, value] of b.attrs) {
      const o = c.py.object(value);
      if (o?.kind === "function" && !out.has(name) && !library.some((l) => c.py.get(l.attrs, name) !== undefined)) out.set(name, o);
    }
  }
  return out;
}

export function lookAhead(c: Compiler): void {
  const seen = new Set<GFunction>();
  for (const types of c.concreteTypes.values()) {
    for (const type of types) for (const f of type.made.values()) seen.add(f.fn);
  }
  c.lookingAhead++;
  try {
    for (const type of [...c.concreteTypes.values()].flatMap((list) => list.slice(0, 1))) {
      for (const [name, fn] of candidates(c, type)) {
        if (c.expired()) return;
        if (name.startsWith("__") || seen.has(fn) || isIgnored(fn.modifier) || type.ignored.has(name) || !findNode(c, fn)) continue;
        seen.add(fn);
        // it does not become part of the type
        methodStub(c, type, name, fn, { kind: "unreached" }).ensureDefined();
      }
    }
  } finally {
    c.lookingAhead--;
  }
}
