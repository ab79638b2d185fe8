/** A plain LSP client over stdio: what any editor could be. Talks to the built server (dist/server.js). */
import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from "vscode-languageserver/node";
import type { Diagnostic, Position, Range, TextEdit, WorkspaceEdit } from "vscode-languageserver/node";
import { SERVER_ENVIRONMENT, SERVER_NODE_OPTIONS } from "../../../client/src/serverOptions";
import { ExplainRequest, type ExplainParams, type StateParams } from "../../../protocol";

const SERVER = path.resolve(__dirname, "../../../dist/server.js");

export interface ClientOptions {
  /** Files of the workspace by relative path. */
  readonly files: Readonly<Record<string, string>>;
  /** A folder that is there and stays; else one is made. */
  readonly folder?: string;
  /** True: diagnostics are pulled. */
  readonly pull?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly trusted?: boolean;
  /** The folder of `files` that is opened; without it all of them. */
  readonly workspaceFolder?: string;
  /** The display language of the editor. */
  readonly locale?: string;
}

export class Client {
  /** Pushed diagnostics by URI. */
  readonly pushed = new Map<string, Diagnostic[]>();
  readonly states: StateParams[] = [];
  /** Messages for the user. */
  readonly shown: string[] = [];
  /** Methods of the server's requests, in order. */
  readonly asked: string[] = [];
  private waiting: (() => void)[] = [];
  private versions = new Map<string, number>();
  capabilities: Record<string, unknown> = {};

  private constructor(readonly folder: string, readonly connection: MessageConnection, private readonly child: ChildProcess, private readonly stays: boolean) {}

  static async start(options: ClientOptions): Promise<Client> {
    const folder = options.folder ?? fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "lens-lsp-")));
    for (const [name, text] of Object.entries(options.files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    const child = spawn(process.execPath, [...SERVER_NODE_OPTIONS, SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"], cwd: folder, env: { ...process.env, ...SERVER_ENVIRONMENT } });
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const client = new Client(folder, connection, child, options.folder !== undefined);
    connection.onNotification((method: string, params: unknown) => { client.noticed(method, params); });
    connection.onRequest((method: string, params: unknown) => {
      client.asked.push(method);
      if (method === "window/showMessageRequest") client.shown.push((params as { message: string }).message);
      client.wake();
      return null;
    });
    connection.listen();
    const opened = pathToFileURL(path.join(folder, options.workspaceFolder ?? "")).href.replace(/\/$/, "");
    const made = await connection.sendRequest<{ capabilities: Record<string, unknown> }>("initialize", {
      processId: process.pid, ...(options.locale === undefined ? {} : { locale: options.locale }), rootUri: opened, workspaceFolders: [{ uri: opened, name: "test" }],
      capabilities: {
        workspace: { workspaceFolders: true, diagnostics: { refreshSupport: true }, codeLens: { refreshSupport: true }, inlayHint: { refreshSupport: true }, workspaceEdit: { documentChanges: true } },
        textDocument: {
          publishDiagnostics: { relatedInformation: true }, ...(options.pull ? { diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false } } : {}),
          completion: { dynamicRegistration: true },
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
        },
      },
      initializationOptions: { settings: { torchVersion: "2.14", ...options.settings }, trusted: options.trusted ?? true },
    });
    client.capabilities = made.capabilities;
    await connection.sendNotification("initialized", {});
    return client;
  }

  /** Of the server's process. */
  get pid(): number { return this.child.pid ?? 0; }

  private noticed(method: string, params: unknown): void {
    if (method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = params as { uri: string; diagnostics: Diagnostic[] };
      this.pushed.set(uri, diagnostics);
    } else if (method === "torchscriptLens/state") this.states.push(params as StateParams);
    this.wake();
  }

  private wake(): void { for (const go of this.waiting.splice(0)) go(); }

  /** Waits until `test` holds; looks again at every message of the server. */
  async until(what: string, test: () => boolean | Promise<boolean>, limit = 40_000): Promise<void> {
    const end = Date.now() + limit;
    while (!(await test())) {
      if (Date.now() > end) throw new Error(`waited in vain for: ${what}; states: ${this.states.map((s) => `${s.state} ${s.message}`).slice(-4).join(" | ")}`);
      await new Promise<void>((go) => { this.waiting.push(go); setTimeout(go, 250); });
    }
  }

  uri(name: string): string { return pathToFileURL(path.join(this.folder, name)).href; }

  open(name: string, text = fs.readFileSync(path.join(this.folder, name), "utf8"), languageId = "python", uri = this.uri(name)): Promise<void> {
    this.versions.set(uri, 1);
    return this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  /** An edit of a range, or of the whole text. */
  change(name: string, text: string, range?: Range): Promise<void> {
    const version = (this.versions.get(this.uri(name)) ?? 1) + 1;
    this.versions.set(this.uri(name), version);
    return this.connection.sendNotification("textDocument/didChange", { textDocument: { uri: this.uri(name), version }, contentChanges: [range ? { range, text } : { text }] });
  }

  /** Ready, and nothing waits to be done that was asked for before: the server explains only then. */
  async settled(): Promise<void> {
    for (let seen = -1; seen !== this.states.length; ) {
      await this.until("the server is ready", () => ["ready", "failed", "untrusted"].includes(this.states.at(-1)?.state ?? ""));
      seen = this.states.length;
      await this.connection.sendRequest(ExplainRequest.method, { uri: this.uri("settled.py") } satisfies ExplainParams);
    }
  }

  at<T>(method: string, name: string, position: Position, more: object = {}): Promise<T> {
    return this.connection.sendRequest<T>(method, { textDocument: { uri: this.uri(name) }, position, ...more });
  }

  about<T>(method: string, name: string, more: object = {}): Promise<T> {
    return this.connection.sendRequest<T>(method, { textDocument: { uri: this.uri(name) }, ...more });
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    await new Promise((go) => this.child.once("exit", go));
    this.connection.dispose();
    if (!this.stays) fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Where `text` stands: the `nth` time, from 0. */
export function positionOf(text: string, part: string, nth = 0): Position {
  let at = -1;
  for (let i = 0; i <= nth; i++) at = text.indexOf(part, at + 1);
  if (at < 0) throw new Error(`no '${part}' in the text`);
  const head = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: head.length - 1, character: (head.at(-1) ?? "").length };
}

export function textIn(text: string, range: Range): string {
  const lines = text.split(/(?<=\r\n|\r(?!\n)|\n)/);
  const offset = (p: Position): number => lines.slice(0, p.line).join("").length + p.character;
  return text.slice(offset(range.start), offset(range.end));
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split(/(?<=\r\n|\r(?!\n)|\n)/);
  const offset = (p: Position): number => lines.slice(0, p.line).join("").length + p.character;
  let out = text;
  const ordered = edits.map((e, i) => ({ e, i })).sort((a, b) => offset(b.e.range.start) - offset(a.e.range.start) || b.i - a.i);
  for (const { e } of ordered) out = out.slice(0, offset(e.range.start)) + e.newText + out.slice(offset(e.range.end));
  return out;
}

export function editsFor(edit: WorkspaceEdit | undefined, uri: string): TextEdit[] {
  const changed = edit?.documentChanges?.flatMap((c) => ("textDocument" in c && c.textDocument.uri === uri ? c.edits as TextEdit[] : []));
  return changed ?? edit?.changes?.[uri] ?? [];
}

export const messageOf = ({ message }: Diagnostic): string => (typeof message === "string" ? message : message.value);
