/** The language server's start: connection, documents, settings, state; features live beside this file. */
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import v8 from "node:v8";
import {
  CodeActionKind, CodeLensRefreshRequest, createConnection, DiagnosticRefreshRequest, FileChangeType, FileOperationPatternKind, InlayHintRefreshRequest, ProposedFeatures, TextDocuments, TextDocumentSyncKind, type FileOperationRegistrationOptions, type InitializeParams, type InitializeResult, type WorkDoneProgressServerReporter, type WorkspaceFolder,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  InterpreterNotification, IrAtRequest, IrRequest, LibrarySourceRequest, StateNotification, TraceAtRequest, TraceChangedNotification, TraceChildrenRequest, TraceFindRequest, TraceRootsRequest, TraceTextRequest, WhyRequest, WhyStepRequest,
  type CursorParams, type InterpreterParams, type IrParams, type IrResult, type LensSettings, type LibrarySourceParams, type LibrarySourceResult, type StateParams, type TraceChildrenParams, type TraceFindParams, type TraceFindResult,
} from "../../../protocol";
import type { Checker } from "../project/checker/checker";
import { CheckerThread } from "../project/checker/client";
import { NOT_TRUSTED, TextOnly } from "../project/checker/textOnly";
import { codeCacheFolder, NEWEST_TORCH } from "../project/environment";
import { defaultEnvironment, type PythonEnvironment } from "../project/interpreter";
import { librarySource } from "../project/library";
import type { TargetReport } from "../project/report";
import { Workspace } from "../project/workspace";
import { incomingCalls, outgoingCalls, prepareCalls } from "./callHierarchy";
import { codeActions, FIX_ALL } from "./codeActions";
import { codeLenses } from "./codeLens";
import { diagnosticsOf } from "./diagnostics";
import { documentLinks } from "./documentLinks";
import { registerEntryFile } from "./entryFile";
import { entryHoverAt, isEntryFile, offerEntryHelp, registerEntryHelp } from "./entryHelp";
import { registerExplain } from "./explainRequest";
import { registerExport } from "./exportRequest";
import { hoverAt } from "./hover";
import { inlayHints } from "./inlayHints";
import { registerModuleGraph } from "./moduleGraph";
import { pulled, pulledWorkspace } from "./pullDiagnostics";
import { ir, irAt, traceAsText, traceAt, traceChildren, traceFind, traceRoots, why, whyStep } from "./traceRequests";
import { rulePagesBy } from "./rulePages";
import { cursorIn, fileWith, listenToNotebooks, ofDocument, placeOf, positionInFile, rangeInFile, urisOf } from "./notebooks";
import { fileOf } from "./uris";
import { say, speak, t } from "../text/language";
import { english, messageOf } from "../text/message";

// each edit leaves much behind; without this V8 lets the heap double and double again before it looks
v8.setFlagsFromString("--heap-growing-percent=30");

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);

const DEFAULTS: LensSettings = { torchVersion: "auto", pythonPath: "", sitePackages: [], roots: [], timeLimit: 20, memoryLimit: 1024, inlayHints: { parameters: true, locals: true, returns: true } };
/** Those that need a new engine. */
const ENGINE_SETTINGS = ["torchVersion", "pythonPath", "sitePackages", "roots", "timeLimit", "memoryLimit"] as const satisfies readonly (keyof LensSettings)[];
/** Files in a folder that is renamed or deleted are not named one by one. */
const FOLDERS: FileOperationRegistrationOptions = { filters: [{ scheme: "file", pattern: { glob: "**", matches: FileOperationPatternKind.folder } }] };
/** The document of a deleted file may stay open behind its problems. */
const ALL: FileOperationRegistrationOptions = { filters: [...FOLDERS.filters, { scheme: "file", pattern: { glob: "**/*.{py,ipynb,yaml,yml}", matches: FileOperationPatternKind.file } }] };
/** A `torchscript.yaml` may name it, whatever it is. */
const ANY: FileOperationRegistrationOptions = { filters: [{ scheme: "file", pattern: { glob: "**" } }] };
let settings = DEFAULTS;
let folders: string[] = [];
let trusted = true;
/** What was chosen in the Python extension. */
let interpreter = "";
/** What packages and torch are taken from. */
let environment: PythonEnvironment | undefined;
/** Another extension completes YAML by the schemas that are contributed. */
let yamlSchemas = false;
/** What the client can do. */
let can = { folders: false, registerCompletion: false, pull: false, lensRefresh: false, inlayRefresh: false, progress: false };
let workspace: Workspace | undefined;
let engine: CheckerThread | undefined;
/** One start after the other. */
let started: Promise<void> = Promise.resolve();
let state: StateParams = { state: "starting", torch: "", message: "" };
/** Documents that diagnostics were sent of, with their files. */
const published = new Map<string, string>();

function tell(next: StateParams): void {
  if (next.state === state.state && next.message === state.message && next.torch === state.torch) return;
  state = next;
  void connection.sendNotification(StateNotification.method, next);
}

connection.onInitialize((params: InitializeParams): InitializeResult => {
  const options = params.initializationOptions as { settings?: LensSettings; interpreter?: string; trusted?: boolean; yamlSchemas?: boolean; ruleCommand?: string } | undefined;
  speak(params.locale);
  settings = { ...DEFAULTS, ...options?.settings };
  trusted = options?.trusted ?? true;
  interpreter = options?.interpreter ?? "";
  yamlSchemas = options?.yamlSchemas ?? false;
  rulePagesBy(options?.ruleCommand);
  const { textDocument, workspace: inWorkspace } = params.capabilities;
  can = {
    folders: inWorkspace?.workspaceFolders ?? false,
    // without refresh nobody would ask again once an answer is there
    registerCompletion: textDocument?.completion?.dynamicRegistration ?? false,
    pull: textDocument?.diagnostic !== undefined && (inWorkspace?.diagnostics?.refreshSupport ?? false),
    lensRefresh: inWorkspace?.codeLens?.refreshSupport ?? false,
    progress: params.capabilities.window?.workDoneProgress ?? false,
    inlayRefresh: inWorkspace?.inlayHint?.refreshSupport ?? false,
  };
  folders = foldersOf(params.workspaceFolders ?? []);
  return {
    capabilities: {
      // prose, too: cells are counted with it
      notebookDocumentSync: { notebookSelector: [{ notebook: { notebookType: "jupyter-notebook", scheme: "file" } }] },
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      hoverProvider: true,
      codeLensProvider: { resolveProvider: false },
      inlayHintProvider: true,
      callHierarchyProvider: true,
      documentLinkProvider: { resolveProvider: false },
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
      workspace: { fileOperations: { willRename: ANY, didRename: FOLDERS, didDelete: ALL }, ...(can.folders ? { workspaceFolders: { supported: true, changeNotifications: true } } : {}) },
      ...(can.pull ? { diagnosticProvider: { identifier: "torchscript", interFileDependencies: true, workspaceDiagnostics: true } } : {}),
    },
  };
});

connection.onInitialized(() => {
  if (can.registerCompletion) offerEntryHelp(connection);
  if (can.folders) connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const left = new Set(foldersOf(removed));
    folders = [...new Set([...folders.filter((f) => !left.has(f)), ...foldersOf(added)])];
    restart();
  });
  started = start();
});

/** From now on what is shown is what this checker knows. */
function show(checker: Checker): void {
  const { torch } = checker;
  workspace = new Workspace(checker, folders, {
    changed: (files) => { publish(files); refresh(); },
    busy: (what) => { progress(what); tell(what === null ? { state: "ready", torch, message: t`ready` } : { state: "busy", torch, message: what }); },
    checked: ({ report }) => { connection.console.info(logged(report)); },
    failed: (said) => { connection.console.error(english(said)); tell({ state: "failed", torch, message: say(said) }); },
  });
  for (const document of documents.all()) opened(document);
  openNotebooks();
  publish(new Set(published.values()));
  refresh();
}

async function start(): Promise<void> {
  try {
    if (!trusted) {
      show(await TextOnly.create(settings.torchVersion === "auto" ? NEWEST_TORCH : settings.torchVersion));
      tell({ state: "untrusted", torch: "", message: say(NOT_TRUSTED) });
      return;
    }
    tell({ state: "starting", torch: "", message: t`starting the module loader` });
    environment = environmentNow();
    if (settings.pythonPath && !environment.there) connection.window.showWarningMessage(t`The interpreter of the setting torchscriptLens.pythonPath is not there: ${settings.pythonPath}. No packages are found.`);
    const torch = settings.torchVersion === "auto" ? (environment.torch ?? NEWEST_TORCH) : settings.torchVersion;
    const made = await CheckerThread.create({
      folders: [...folders], editing: true, cacheFolder: codeCacheFolder(),
      roots: [...settings.roots, ...folders], sitePackages: [...settings.sitePackages, ...environment.sitePackages], torch,
      timeLimit: settings.timeLimit, memoryLimit: settings.memoryLimit, python: environment.python ?? undefined,
    });
    engine = made;
    await made.ready();
    show(made);
    connection.console.info(`Checks are made as torch ${torch} would compile${environment.python ? `; packages are those of ${environment.python}` : ""}.`);
    tell({ state: "ready", torch, message: t`ready` });
  } catch (error) {
    connection.console.error(english(messageOf(error)));
    tell({ state: "failed", torch: "", message: say(messageOf(error)) });
  }
}

const environmentNow = (): PythonEnvironment => defaultEnvironment(folders[0] ?? process.cwd(), settings.pythonPath || interpreter);

/** What is known is that of other settings or folders. */
function restart(): void {
  started = started.then(async () => {
    await engine?.dispose();
    engine = undefined;
    await start();
  });
}

/** Those that lie on the disk. */
function foldersOf(given: readonly WorkspaceFolder[]): string[] {
  return given.filter(({ uri }) => uri.startsWith("file:")).map(({ uri }) => {
    const folder = fileURLToPath(uri);
    try { return fs.realpathSync(folder); } catch { return folder; } // it is gone
  });
}

/** One line of the output for a check, with its times. */
function logged({ target, verdict, diagnostics, seconds }: TargetReport): string {
  const errors = diagnostics.filter((d) => d.severity === "error" && !d.unreached).length;
  const found = verdict === "error" ? `${errors} error${errors === 1 ? "" : "s"}` : verdict === "ok" ? "compiles" : "not judged in full";
  return `${target}: ${found} (loaded in ${seconds.load.toFixed(2)} s, compiled in ${seconds.compile.toFixed(2)} s)`;
}

let running: WorkDoneProgressServerReporter | undefined;
let soon: NodeJS.Timeout | undefined;
/** Shown only for what takes longer than a moment; null ends it. */
function progress(what: string | null): void {
  if (what === null) {
    clearTimeout(soon);
    soon = undefined;
    running?.done();
    running = undefined;
  } else if (running) running.report(what);
  else if (can.progress && soon === undefined) {
    soon = setTimeout(() => void connection.window.createWorkDoneProgress().then((made) => {
      if (soon === undefined) return;
      made.begin("TorchScript", undefined, what);
      running = made;
    }).catch(() => undefined), 1000);
  }
}

let refreshTimer: NodeJS.Timeout | undefined;
function refresh(): void {
  clearTimeout(refreshTimer);
  refreshTimer = setTimeout(() => {
    // first what does not wait for the log
    if (can.pull) void connection.sendRequest(DiagnosticRefreshRequest.type).catch(() => undefined);
    if (can.lensRefresh) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    if (can.inlayRefresh) void connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
    void connection.sendNotification(TraceChangedNotification.method);
  }, 10);
}

function publish(files: ReadonlySet<string>): void {
  if (!workspace || can.pull) return;
  for (const file of files) {
    const uris = urisOf(file);
    const left = [...published].flatMap(([uri, of]) => (of === file && !uris.includes(uri) ? [uri] : []));
    for (const uri of [...uris, ...left]) {
      const diagnostics = uris.includes(uri) ? diagnosticsOf(workspace, uri, file) : [];
      if (diagnostics.length === 0 && !published.has(uri)) continue;
      if (diagnostics.length === 0) published.delete(uri);
      else published.set(uri, file);
      void connection.sendDiagnostics({ uri, diagnostics });
    }
  }
}

function opened(document: TextDocument): void {
  const file = fileOf(document.uri);
  if (file) workspace?.didOpen(file, document.getText());
}

const known = new Set<string>();
documents.onDidOpen(({ document }) => { known.add(document.uri); opened(document); });
documents.onDidChangeContent(({ document }) => {
  if (known.delete(document.uri)) return; // the open itself
  const file = fileOf(document.uri);
  if (file) workspace?.didChange(file, document.getText());
});
documents.onDidClose(({ document }) => { const file = fileOf(document.uri); if (file) workspace?.didClose(file); });
const openNotebooks = listenToNotebooks(connection, {
  opened: (file, text) => workspace?.didOpen(file, text),
  changed: (file, text) => workspace?.didChange(file, text),
  closed: (file) => workspace?.didClose(file),
});
connection.onDidChangeWatchedFiles(({ changes }) => { for (const { uri, type } of changes) { const file = fileOf(uri); if (file) workspace?.didChangeOnDisk(file, type === FileChangeType.Created); } });
const gone = (uris: readonly string[]): void => { for (const uri of uris) { const at = fileOf(uri); if (at) workspace?.gone(at); } };
connection.workspace.onDidRenameFiles(({ files }) => { gone(files.map((f) => f.oldUri)); });
connection.workspace.onDidDeleteFiles(({ files }) => { gone(files.map((f) => f.uri)); });
connection.onDidChangeConfiguration(({ settings: sent }) => {
  const section = (sent as { torchscriptLens?: Partial<LensSettings> } | null)?.torchscriptLens;
  if (!section) return;
  const before = settings;
  settings = { ...settings, ...section, inlayHints: { ...settings.inlayHints, ...section.inlayHints } };
  const differs = (key: keyof LensSettings): boolean => JSON.stringify(before[key]) !== JSON.stringify(settings[key]);
  if (ENGINE_SETTINGS.some(differs)) restart();
  else refresh();
});

/** What the cursor or the pointer is on is checked first. */
function lookAt(params: CursorParams): void {
  const at = workspace && cursorIn(workspace, params);
  if (at) workspace?.look(at.file, at.offset);
}

connection.onHover(({ textDocument: { uri }, position }) => {
  const file = fileWith(uri);
  if (workspace && file && isEntryFile(file)) return entryHoverAt(workspace, file, position, yamlSchemas);
  lookAt({ uri, position });
  const found = workspace && file ? hoverAt(workspace, file, positionInFile(uri, position)) : null;
  return found && file && found.range ? { ...found, range: placeOf(file, found.range).range } : found;
});
connection.onCodeLens(({ textDocument: { uri } }) => {
  const file = fileWith(uri);
  if (workspace && file) workspace.look(file); // asked for what is seen
  return workspace && file ? ofDocument(uri, codeLenses(workspace, file)) : [];
});
registerEntryFile(connection, () => workspace);
registerEntryHelp(connection, () => workspace, () => yamlSchemas);
registerExport(connection, () => workspace);
registerModuleGraph(connection, () => workspace);
registerExplain(connection, () => workspace, () => state, () => started);
connection.languages.inlayHint.on(({ textDocument: { uri }, range }) => {
  const file = fileWith(uri);
  const hints = workspace && file ? inlayHints(workspace, file, rangeInFile(uri, range), settings) : [];
  return hints.map((hint) => ({ ...hint, position: placeOf(file ?? "", { start: hint.position, end: hint.position }).range.start }));
});
connection.onDocumentLinks(({ textDocument }) => {
  const file = fileOf(textDocument.uri);
  const text = documents.get(textDocument.uri)?.getText();
  return workspace && file && text !== undefined ? documentLinks(workspace, file, text) : [];
});
connection.languages.callHierarchy.onPrepare(({ textDocument, position }) => (workspace ? prepareCalls(workspace, textDocument.uri, position) : null));
connection.languages.callHierarchy.onIncomingCalls(({ item }) => (workspace ? incomingCalls(workspace, item) : []));
connection.languages.callHierarchy.onOutgoingCalls(({ item }) => (workspace ? outgoingCalls(workspace, item) : []));
connection.onCodeAction((params) => {
  const file = fileWith(params.textDocument.uri);
  return workspace && file ? codeActions(workspace, file, params) : [];
});
connection.languages.diagnostics.on(({ textDocument, previousResultId }) => pulled(workspace, textDocument.uri, previousResultId));
connection.languages.diagnostics.onWorkspace((params) => pulledWorkspace(workspace, params));
connection.onRequest(TraceRootsRequest.method, () => (workspace ? traceRoots(workspace) : []));
connection.onRequest(TraceChildrenRequest.method, (params: TraceChildrenParams) => (workspace ? traceChildren(workspace, params) : []));
connection.onRequest(TraceFindRequest.method, (params: TraceFindParams): TraceFindResult => (workspace ? traceFind(workspace, params) : { found: [], more: 0 }));
connection.onRequest(WhyStepRequest.method, (params: TraceChildrenParams) => (workspace ? whyStep(workspace, params) : null));
connection.onRequest(TraceTextRequest.method, (params: TraceChildrenParams) => (workspace ? traceAsText(workspace, params) : { text: "" }));
connection.onRequest(TraceAtRequest.method, (params: CursorParams) => {
  lookAt(params);
  return workspace ? traceAt(workspace, params) : null;
});
connection.onRequest(WhyRequest.method, (params: CursorParams) => (workspace ? why(workspace, params) : null));
connection.onRequest(IrAtRequest.method, (params: CursorParams) => (workspace ? irAt(workspace, params) : null));
connection.onRequest(IrRequest.method, async (params: IrParams): Promise<IrResult> => (workspace ? ir(workspace, params) : { text: "", nodes: [] }));
connection.onRequest(LibrarySourceRequest.method, (params: LibrarySourceParams): LibrarySourceResult => ({ text: librarySource(params.path) ?? null }));
connection.onNotification(InterpreterNotification.method, ({ path }: InterpreterParams) => {
  interpreter = path;
  if (trusted && JSON.stringify(environmentNow()) !== JSON.stringify(environment)) restart();
});
connection.onNotification("torchscriptLens/checkAgain", () => workspace?.checkAgain());
connection.onNotification("torchscriptLens/trusted", () => { trusted = true; restart(); });
connection.onShutdown(async () => { await engine?.dispose(); });

documents.listen(connection);
connection.listen();
