/**
 * Runs one Python text twice: in the sealed worker over the stand-in torch, and with a real torch.
 *
 * The text defines `answers(names)`, which yields a JSON-able value per name. What differs is for
 * the caller to say; what could not be run is an `{"error": ...}`.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Loader} from "../../server/src/host/loader";
import { type TorchName } from "../../server/src/host/loader";
import type { GValue } from "../../server/src/host/objectGraph";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Below which folder the systems with newer releases of torch lie. */
const ROOTS = process.env["TORCH_ROOTS"] ?? "/opt";
/** An interpreter with a real torch: where it lies, and which release it has. */
export interface Real { readonly torch: TorchName; readonly root: string; readonly python: string }
export const REAL: readonly Real[] = [
  { torch: "1.13", root: "", python: "/usr/bin/python3" },
  { torch: "2.6", root: `${ROOTS}/trixie`, python: "python3" },
  { torch: "2.14", root: `${ROOTS}/sid`, python: "python3" },
];

const PIECE = 50_000;
const TAIL = `

def _guarded(names):
    import json
    for name in names:
        try:
            found = list(answers([name]))
            yield name, found[0] if found else None
        except BaseException as error:
            yield name, {"error": type(error).__name__, "text": str(error)[:400]}


def _pieces(names):
    import json
    text = json.dumps(list(_guarded(names)))
    return [text[i:i + ${PIECE}] for i in range(0, len(text), ${PIECE})]

`;

export interface Asked { readonly text: string; readonly names: readonly string[]; readonly torch: TorchName; readonly roots?: readonly string[]; readonly sitePackages?: readonly string[] }

/** Can this interpreter import what is needed? */
export function has(real: Real, module: string): boolean {
  if (real.root && !fs.existsSync(real.root)) return false;
  return run(real, ["-c", `import ${module}`]).status === 0;
}

export function run(real: Real, args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const [command, ...before] = real.root ? ["chroot", real.root, real.python] : [real.python];
  return spawnSync(command ?? "", [...before, ...args], { encoding: "utf8", maxBuffer: 1 << 30, env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: "" } });
}

/** With real torch. Names are asked in one process. */
export function withTorch(real: Real, asked: Asked): Map<string, Json> {
  const folder = fs.mkdtempSync(path.join(real.root || os.tmpdir(), real.root ? "tmp/sealed-" : "sealed-"));
  try {
    const file = path.join(folder, "asked.py");
    const roots = `import sys\nsys.path[:0] = ${JSON.stringify(asked.roots ?? [])}\nimport os\nos.chdir(${JSON.stringify(asked.roots?.[0] ?? "/")})\n`;
    fs.writeFileSync(file, `${roots}${asked.text}${TAIL}\nif __name__ == "__main__":\n    import json\n    print("\\n@@" + json.dumps(list(_guarded(json.loads(${JSON.stringify(JSON.stringify(asked.names))})))))\n`);
    const made = run(real, [file.slice(real.root.length)]);
    const line = made.stdout.split("\n").find((l) => l.startsWith("@@"));
    if (line === undefined) throw new Error(`torch ${real.torch} gave no answer:\n${made.stderr.slice(-2000)}`);
    return new Map(JSON.parse(line.slice(2)) as [string, Json][]);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Over the stand-in: `step` names a load. */
export async function withStandIn(loader: Loader, asked: Asked, step: number): Promise<Map<string, Json>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sealed-"));
  const found = new Map<string, Json>();
  try {
    for (let at = 0; at < asked.names.length; at += step) {
      const names = asked.names.slice(at, at + step);
      const file = path.join(folder, "asked.py");
      fs.writeFileSync(file, `${asked.text}${TAIL}\nimport json\ntarget = _pieces(json.loads(${JSON.stringify(JSON.stringify(names))}))\n`);
      const result = await loader.load({
        file, asIs: true, name: "target", roots: [...(asked.roots ?? [])], folders: [folder], sitePackages: asked.sitePackages ?? [], torch: asked.torch, overlays: new Map(), timeLimit: 120_000, memoryLimit: 1024,
      });
      if (!result.ok) {
        for (const name of names) found.set(name, { error: "not loaded", text: JSON.stringify(result.error).slice(0, 600) });
        continue;
      }
      for (const [name, value] of JSON.parse(textOf(result.graph.root, result.graph.objects)) as [string, Json][]) found.set(name, value);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return found;
}

function textOf(root: GValue, objects: readonly { kind: string; items?: readonly GValue[] }[]): string {
  const list = typeof root === "object" && root !== null && "o" in root ? objects[root.o] : undefined;
  if (list?.kind !== "list") throw new Error("the answer is no list");
  return (list.items ?? []).join("");
}

/** The first places where two values differ, as texts. */
export function differences(real: Json, ours: Json, at = "", most = 4, same: (a: Json, b: Json) => boolean = (a, b) => JSON.stringify(a) === JSON.stringify(b)): string[] {
  if (same(real, ours)) return [];
  if (Array.isArray(real) && Array.isArray(ours)) {
    const out = real.length === ours.length ? [] : [`${at}: ${ours.length} items, torch has ${real.length}`];
    for (let i = 0; i < Math.max(real.length, ours.length) && out.length < most; i++) out.push(...differences((real as Json[])[i] ?? null, (ours as Json[])[i] ?? null, `${at}[${i}]`, most - out.length, same));
    return out;
  }
  if (isObject(real) && isObject(ours)) {
    if ("error" in ours && !("error" in real)) return [`${at}: ${JSON.stringify(ours).slice(0, 600)}`];
    if ("error" in ours && "error" in real && at === "" && ours["error"] === real["error"]) return []; // the words are ours
    const out: string[] = [];
    for (const key of new Set([...Object.keys(real), ...Object.keys(ours)])) {
      if (out.length >= most) break;
      if (!(key in real)) out.push(`${at}.${key}: too many: ${JSON.stringify(ours[key]).slice(0, 100)}`);
      else if (!(key in ours)) out.push(`${at}.${key}: missing, torch has ${JSON.stringify(real[key]).slice(0, 100)}`);
      else out.push(...differences(real[key] ?? null, ours[key] ?? null, `${at}.${key}`, most - out.length, same));
    }
    return out;
  }
  return [`${at}: ${JSON.stringify(ours).slice(0, 200)}, torch has ${JSON.stringify(real).slice(0, 200)}`];
}

/** Equal, but for rounding; a value that the stand-in leaves unknown is no difference. */
export function isNear(real: Json, ours: Json): boolean {
  if (ours === "unknown" && Array.isArray(real)) return true;
  if (typeof real === "number" && typeof ours === "number") return Math.abs(real - ours) <= 2e-3 * Math.max(0.05, Math.abs(real), Math.abs(ours));
  if (Array.isArray(real) && Array.isArray(ours)) return real.length === ours.length && real.every((v, i) => isNear(v as Json, (ours as Json[])[i] ?? null));
  if (isObject(real) && isObject(ours)) return Object.keys(real).length === Object.keys(ours).length && Object.keys(real).every((k) => k in ours && isNear(real[k] ?? null, ours[k] ?? null));
  return real === ours;
}

function isObject(value: Json): value is { readonly [key: string]: Json } { return typeof value === "object" && value !== null && !Array.isArray(value); }
