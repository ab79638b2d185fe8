/** Activation: starts the language server and wires the views. No analysis happens here. */
import * as vscode from "vscode";
import { LanguageClient, State, TransportKind, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { InterpreterNotification, StateNotification, TraceChangedNotification, type InterpreterParams, type StateParams } from "../../protocol";
import { registerCommands } from "./commands";
import { registerExplainTool } from "./explain";
import { GraphView } from "./graphView";
import { spacedLenses } from "./lenses";
import { LibraryDocuments } from "./library";
import { ExportReports } from "./exportReport";
import { ChosenInterpreter } from "./interpreter";
import { IrDocuments } from "./irView";
import { Restarts } from "./restarts";
import { RULE_COMMAND, showRule } from "./rulePage";
import { readSettings } from "./settings";
import { SERVER_ENVIRONMENT, SERVER_NODE_OPTIONS } from "./serverOptions";
import { StatusItem } from "./status";
import { offerCommand } from "./terminal";
import { TraceView } from "./traceView";

/** What other extensions and the tests can ask of a running extension. */
export interface LensApi {
  readonly client: LanguageClient;
  readonly trace: TraceView;
  /** The last state the server told. */
  state(): StateParams | undefined;
}

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<LensApi> {
  const output = vscode.window.createOutputChannel("TorchScript Lens", { log: true });
  context.subscriptions.push(output);
  const status = new StatusItem();
  const module = context.asAbsolutePath("dist/server.js");
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc, options: { execArgv: [...SERVER_NODE_OPTIONS], env: SERVER_ENVIRONMENT } },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6119"] } },
  };
  const interpreter = new ChosenInterpreter(context.workspaceState, (path) => { if (client?.isRunning()) void client.sendNotification(InterpreterNotification.method, { path } satisfies InterpreterParams); });
  const restarts = new Restarts((comesBack, message) => { told({ state: comesBack ? "starting" : "failed", torch: "", message }); });
  const clientOptions: LanguageClientOptions = {
    documentSelector: [{ language: "python" }, { language: "yaml" }, { pattern: "**/*.{yaml,yml}" }],
    outputChannel: output,
    middleware: { provideCodeLenses: async (document, token, next) => spacedLenses(await next(document, token)) },
    // read at each start: both may have changed
    initializationOptions: () => ({ settings: readSettings(), interpreter: interpreter.path, trusted: vscode.workspace.isTrusted, yamlSchemas: vscode.extensions.getExtension("redhat.vscode-yaml") !== undefined, ruleCommand: RULE_COMMAND }),
    errorHandler: restarts,
    synchronize: { configurationSection: "torchscriptLens", fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{py,ipynb,yaml,yml}") },
  };
  client = new LanguageClient("torchscriptLens", "TorchScript Lens", serverOptions, clientOptions);
  const trace = new TraceView(client);
  let last: StateParams | undefined;
  const told = (params: StateParams): void => {
    trace.serverIs(params.state);
    last = params;
    status.show(params);
  };
  client.onNotification(StateNotification.method, told);
  const ir = new IrDocuments(client);
  const reports = new ExportReports();
  const graph = new GraphView(client, context.extensionUri);
  client.onNotification(TraceChangedNotification.method, () => { trace.refresh(); ir.refresh(); graph.refresh(); });
  context.subscriptions.push(
    status, interpreter, trace, ir, reports, graph,
    vscode.workspace.registerTextDocumentContentProvider(LibraryDocuments.scheme, new LibraryDocuments(client)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void client?.sendNotification("torchscriptLens/trusted")),
    vscode.commands.registerCommand("torchscriptLens.restart", () => {
      restarts.forget();
      return client?.state === State.StartFailed ? client.start() : client?.restart(); // which stops it first, and that throws for one that ended while it started
    }),
    vscode.commands.registerCommand(RULE_COMMAND, (rule: string) => showRule(context, rule)),
    ...registerExplainTool(client),
    ...registerCommands(client, trace, ir, graph, output, reports),
  );
  status.show({ state: "starting", torch: "", message: vscode.l10n.t("starting") });
  void offerCommand(context, output);
  await client.start();
  return { client, trace, state: () => last };
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
