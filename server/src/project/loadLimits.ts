/** Which exceptions during loading are no fault of the model, and what to say of them instead. */
import fs from "node:fs";
import path from "node:path";
import type { GException } from "../host/objectGraph";
import { readStandIn } from "../host/standIn";
import { msg, verbatim, type Message } from "../text/message";

/** What to say of an exception that comes from what is not there or not built; undefined for one of the user's own. */
export function limitBehind(error: GException): Message | undefined { return ownLimit(error) ?? (error.cause && limitBehind(error.cause)); }

function ownLimit(error: GException): Message | undefined {
  const unreadable = error.lacking ? undefined : unreadablePath(error);
  if (unreadable !== undefined) return msg`${unreadable} exists, but user code can read nothing here but the working directory, the folder of its own file, the roots and site-packages: add the folder with --root or in the settings.`;
  if (error.missing?.endsWith(")")) return msg`The model could not be built here: what ${error.missing} should give is needed on this line, and that file is not there (${error.type}: ${error.message}).`;
  if (error.missing !== undefined) {
    return msg`The model could not be built here: '${error.missing}' cannot be used here, and a placeholder stood in for it on this line (${error.type}: ${error.message}). Where it is pure Python, give its folder with --site-packages or the setting torchscriptLens.sitePackages; native code does not run here.`;
  }
  if (error.suspect?.endsWith(")")) return msg`${error.type}: ${error.message}. This may come from ${error.suspect}: that file is not there, and a placeholder stood in for what it holds.`;
  if (error.suspect !== undefined) return msg`${error.type}: ${error.message}. This may come from '${error.suspect}', which cannot be used here: a placeholder stood in for it.`;
  const wanted = missingVision(error);
  if (wanted !== undefined) return msg`The model could not be built here: ${wanted} needs torchvision itself, of which only the operators and common layers are built in. Give the folder it is installed in with --site-packages or the setting torchscriptLens.sitePackages.`;
  const lacking = sealed(error);
  if (lacking !== undefined) return msg`The model could not be built here: ${lacking}. This is a limit of the sealed interpreter, not a fault of the model.`;
  return isOwnLimit(error) ? msg`The model could not be built here: ${error.message}. This is a limit of the stand-in torch, not a fault of the model.` : undefined;
}

/** Raised whatever a class is built with. */
const NOT_OF_ARGUMENTS: ReadonlySet<string> = new Set(["NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError", "SyntaxError", "IndentationError", "RecursionError"]);

/** Was it raised while a class was built, such that other arguments might not lead to it? */
export function mayBeOfArguments(error: GException): boolean {
  const [outermost] = error.frames;
  return outermost !== undefined && outermost.name !== "<module>" && error.limit === undefined && !NOT_OF_ARGUMENTS.has(error.type);
}

/** An exception in words for the user: no places inside of this tool, and a way out where there is a usual one. */
export function exceptionText(error: GException): Message {
  const message = error.message.replace(/ \(\/lens\/site\/[^)]*\)/, "");
  if (error.type === "SystemExit") return msg`${error.type}: ${message}. The program ends on this line while the file is imported or the model is built: what only a script is to do belongs below 'if __name__ == "__main__":'`;
  const relative = /^attempted relative import (with no known parent package|beyond top-level package)/.test(message);
  return relative ? msg`${error.type}: ${message}. The file is part of a package: give the folder above the package with --root, or as a root in torchscript.yaml` : error.cause ? msg`${error.type}: ${message} (because of ${error.cause.type}: ${error.cause.message})` : verbatim(`${error.type}: ${message}`);
}

/** What the sealed interpreter lacks, by the exception that it leads to. */
function sealed(error: GException): Message | undefined {
  if (/emscripten does not support processes/.test(error.message)) return msg`no process can be started here`;
  if (error.type === "EOFError" && error.message === "EOF when reading a line") return msg`'input' waits for an answer, and nobody can be asked here`;
  if (error.lacking) return notHere(error.lacking, error);
  if (error.type === "RuntimeError" && error.message === "can't start new thread") return msg`no thread can be started here`;
  if (error.type === "OverflowError" && /^cannot fit 'int' into an index-sized integer/.test(error.message)) return msg`this needs more than the 4 GiB that the interpreter can have`;
  if (/Placeholder\b|<placeholder /.test(error.message)) return msg`a placeholder stands in for a package that cannot be used here, and its values are needed (${error.type}: ${error.message})`;
  return undefined;
}

function notHere([kind, name]: NonNullable<GException["lacking"]>, error: GException): Message {
  switch (kind) {
    case "module": return msg`Python's module '${name}' is not available here`;
    case "member": return msg`'${name}' is not available here`;
    case "network": return msg`there is no network here (${error.type}: ${error.message})`;
    case "space": return msg`more is written to files than is kept here`;
    case "write": return msg`no file can be written here ('${name}')`;
    default: return msg`the operating system is asked for what is not available here (${error.type}: ${error.message})`;
  }
}

/** A path that user code did not find although it is there: outside of what can be read. */
function unreadablePath(error: GException): string | undefined {
  if (error.type !== "FileNotFoundError" && error.type !== "PermissionError") return undefined;
  const quoted = /'([^']+)'\s*$/.exec(error.message)?.[1];
  return quoted && path.isAbsolute(quoted) && fs.existsSync(quoted) ? quoted : undefined;
}

/** A name of torchvision that was looked for in the stand-in torchvision and is not in it. */
function missingVision(error: GException): string | undefined {
  const patterns = [
    /^No module named '(torchvision\.[\w.]+)'/, /^cannot import name '(\w+)' from '(torchvision[\w.]*)' \(\/lens\//,
    /^module '(torchvision[\w.]*)' has no attribute '(\w+)'/, /^(torchvision[\w.]*) has no (\w+), or none that/, /^(torchvision[\w.]*) needs torchvision itself/,
  ];
  for (const pattern of patterns) {
    const [, first, second] = pattern.exec(error.message) ?? [];
    if (first !== undefined) return second === undefined ? first : first.startsWith("torchvision") ? `${first}.${second}` : `${second}.${first}`;
  }
  return undefined;
}

/** Raised by the stand-in torch about itself: a function known by name only, a value that it does not compute. */
function isOwnLimit(error: GException): boolean {
  const innermost = error.frames.at(-1);
  // which private names torch has is not known here, but for one that it got later and one that `from torch.quantization import *` asks for in vain
  if (/^(cannot import name '_(?!drop')\w+' from 'torch[.'\w]|module 'torch[\w.]*' has no attribute '_(?!_|drop'|prepare_ondevice_))/.test(error.message) && ["ImportError", "AttributeError"].includes(error.type)) return true;
  if (error.type === "ModuleNotFoundError" && /^No module named 'torch\.(?:\w+\.)*_\w/.test(error.message)) return true;
  if (error.unlisted) return true;
  return ["NotBuilt", "UnknownValue", "UnknownName"].includes(error.type) || error.type === "NotImplementedError" && innermost !== undefined && readStandIn(innermost.file) !== undefined;
}
