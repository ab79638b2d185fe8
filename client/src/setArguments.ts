/** "Set arguments...": asks for what a class needs to be built and writes it into torchscript.yaml. */
import path from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { EntryTextRequest, ParametersRequest, type CallRow, type EntryTextResult, type ParameterRow, type ParametersResult } from "../../protocol";
import { writeText } from "./writeText";

/** Files that are offered, at most. */
const OFFERED = 300;
/** Files in which calls of the class are looked for, at most. */
const LOOKED_THROUGH = 2000;
const NOT_OURS = "**/{node_modules,.git,site-packages}/**";

const YAML_WORDS: Readonly<Record<string, string>> = { None: "null", True: "true", False: "false" };

/** A default as YAML, where it is the same value in both; else "". */
function asYaml(source: string | null): string {
  if (source === null) return "";
  return YAML_WORDS[source] ?? (/^-?\d+(\.\d+)?(e-?\d+)?$|^'[^'\\]*'$|^"[^"\\]*"$/.test(source) ? source : "");
}

/** The files that a parameter may want, by the ending of its default or by its name; null where it looks like no file's. */
function wantedFiles({ name, default: given }: ParameterRow): string | null {
  const ending = /\.(\w{2,5})['"]$/.exec(given ?? "")?.[1];
  if (ending !== undefined) return /^ya?ml$/.test(ending) ? "**/*.{yaml,yml}" : `**/*.${ending}`;
  return /^(cfg|config|conf|yaml)(_?(file|path|name))?$|_(cfg|config|yaml)(_?(file|path))?$/.test(name) ? "**/*.{yaml,yml,json}" : null;
}

interface Step { readonly title: string; readonly folder: string | null; /** A value that a call in the workspace has. */ readonly known: string | undefined }

/** A value as YAML; undefined: given up. */
async function askValue(row: ParameterRow, { title, known }: Step): Promise<string | undefined> {
  const prompt = row.annotation ? `${row.name}: ${row.annotation}` : row.name;
  return vscode.window.showInputBox({
    title, prompt: vscode.l10n.t("{0} (as YAML: a number, text, [a, list], ...; or Python: =Config(depth=2))", prompt), ignoreFocusOut: true, value: known ?? asYaml(row.default), ...(row.default === null ? {} : { placeHolder: row.default }),
    validateInput: (text) => (text.trim() === "" ? vscode.l10n.t("A value is needed.") : undefined),
  });
}

async function ask(row: ParameterRow, step: Step): Promise<string | undefined> {
  const pattern = wantedFiles(row);
  const { folder } = step;
  if (pattern === null || folder === null) return askValue(row, step);
  // where files cannot be searched for, the name can still be typed
  const uris = await asFar(vscode.workspace.findFiles(pattern, NOT_OURS, OFFERED), []);
  const found = uris.map((uri) => path.relative(vscode.Uri.parse(folder).fsPath, uri.fsPath).split(path.sep).join("/"));
  if (found.length === 0) return askValue(row, step);
  const other = vscode.l10n.t("Another value...");
  const picked = await vscode.window.showQuickPick([...found.filter((f) => path.posix.basename(f) !== "torchscript.yaml").sort(), other], { title: step.title, placeHolder: row.name, ignoreFocusOut: true });
  if (picked === other) return askValue(row, step);
  return picked === undefined || /^[\w./-]+$/.test(picked) ? picked : JSON.stringify(picked);
}

/** Which of the parameters with a default are given another value; undefined: given up. */
async function chooseRows(name: string, rows: readonly ParameterRow[], mayBeNone: boolean): Promise<readonly ParameterRow[] | undefined> {
  if (rows.length < (mayBeNone ? 1 : 2)) return rows;
  const items = rows.map((row) => ({ label: row.name, description: `= ${row.default ?? ""}`, row, picked: !mayBeNone && wantedFiles(row) !== null }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Which arguments is {0} given?", name), ...(mayBeNone ? { placeHolder: vscode.l10n.t("None: it is called with its defaults") } : {}), canPickMany: true, ignoreFocusOut: true });
  return picked?.map((p) => p.row);
}

/** Value after value; undefined: given up. `mayBeNone`: its defaults will do. */
async function askAll(name: string, parameters: readonly ParameterRow[], folder: string | null, known: ReadonlyMap<string, string>, mayBeNone: boolean): Promise<CallRow["arguments"] | undefined> {
  const required = parameters.filter((p) => p.default === null);
  const rows = required.length > 0 ? required : await chooseRows(name, parameters, mayBeNone);
  if (rows === undefined || rows.length === 0 && parameters.length > 0 && !mayBeNone) return undefined;
  const given: [string, string][] = [];
  for (const [i, row] of rows.entries()) {
    const value = await ask(row, { title: vscode.l10n.t("{0}: argument {1} of {2}", name, i + 1, rows.length), folder, known: known.get(row.name) });
    if (value === undefined) return undefined;
    given.push([row.name, value]);
  }
  return given;
}

/** Arguments as a call in the workspace has them; null: they are to be typed; undefined: given up. */
async function chooseCall(name: string, calls: readonly CallRow[]): Promise<CallRow["arguments"] | null | undefined> {
  const whole = calls.filter((c) => c.complete);
  if (whole.length === 0) return null;
  const items = whole.map((c) => ({ label: c.arguments.map(([to, value]) => `${to}: ${value.replace(/^=/, "")}`).join(", "), detail: c.place, given: c.arguments as CallRow["arguments"] | null }));
  const picked = await vscode.window.showQuickPick([...items, { label: vscode.l10n.t("Other values..."), detail: "", given: null }], { title: vscode.l10n.t("What is {0} built with?", name), matchOnDetail: true, ignoreFocusOut: true });
  return picked?.given;
}

const asFar = <T>(search: Thenable<T>, otherwise: T): Promise<T> => Promise.resolve(search).catch(() => otherwise);

export async function setArguments(client: LanguageClient, uri: string, name: string): Promise<void> {
  const python = await asFar(vscode.workspace.findFiles("**/*.{py,ipynb,md}", NOT_OURS, LOOKED_THROUGH), []);
  const { parameters, folder, calls, isFunction = false } = await client.sendRequest<ParametersResult>(ParametersRequest.method, { uri, name, files: python.map(String) });
  if (!parameters) {
    void vscode.window.showWarningMessage(vscode.l10n.t("{0} could not be loaded, so its parameters are not known: see Problems.", name));
    return;
  }
  const chosen = await chooseCall(name, calls);
  const given = chosen === null ? await askAll(name, parameters, folder, new Map(calls[0]?.arguments), isFunction) : chosen;
  if (given === undefined) return;
  const answer = await client.sendRequest<EntryTextResult>(EntryTextRequest.method, { uri, name, arguments: given });
  if ("failed" in answer) {
    void vscode.window.showErrorMessage(answer.failed);
    return;
  }
  const document = await writeText(answer.uri, answer.text);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
}
