/** Names in printed code. Answers to the first part of torch/csrc/jit/serialization/python_print.cpp. */

export function isValidIdentifier(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

const keywords = [
  "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "False", "finally",
  "for", "from", "global", "if", "import", "in", "is", "lambda", "None", "nonlocal", "not", "or", "pass", "raise", "return",
  "True", "try", "with", "while", "yield",
];

/** Words that mean something where the code is read back. */
const reserved: ReadonlySet<string> = new Set([
  ...keywords, "_", "aten", "attribute", "CONSTANTS", "fork", "getattr", "inf", "nan", "infj", "nanj", "ops", "__torch__",
  "uninitialized", "unchecked_cast",
]);

const keyword: ReadonlySet<string> = new Set(keywords);

/** Whether an attribute can be written after a dot in code that is read back. torch does so with keywords, too, and cannot load the file. */
export function isReadableAttribute(name: string): boolean {
  return isValidIdentifier(name) && !keyword.has(name);
}

function makeValidIdentifier(candidate: string): string {
  const start = candidate === "" || /^\d/.test(candidate) ? "_" : "";
  return start + [...new TextEncoder().encode(candidate)].map((b) => {
    const c = String.fromCharCode(b);
    return /[A-Za-z0-9_]/.test(c) ? c : "_";
  }).join("");
}

/** Gives out names that are free in one function; a taken one gets a number, counted for each name of its own. */
export class NameGenerator {
  private readonly used = new Set<string>();
  private readonly next = new Map<string, number>();

  fresh(candidate: string): string {
    let name = candidate;
    while (this.used.has(name) || reserved.has(name)) {
      const id = this.next.get(name) ?? 0;
      this.next.set(name, id + 1);
      name = candidate + String(id);
    }
    this.used.add(name);
    return name;
  }
  /** `base` is the value's own name, null for one without. */
  forValue(base: string | null): string {
    return this.fresh(base === null ? "_" : makeValidIdentifier(base));
  }
}
