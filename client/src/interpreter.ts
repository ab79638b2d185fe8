/** The interpreter that was chosen in Microsoft's Python extension, which need not be there. */
import * as vscode from "vscode";

const EXTENSION = "ms-python.python";
const KEPT = "pythonExtension.interpreter";

/** The little that is used of what it exports (its API for environments). */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: { readonly path: string }): Thenable<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

export class ChosenInterpreter implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private following = false;

  /** `changed`: is told another interpreter, or "" for none. */
  constructor(private readonly memory: vscode.Memento, private readonly changed: (path: string) => void) {
    const follow = (): void => void this.follow();
    this.subscriptions = [vscode.extensions.onDidChange(follow), vscode.workspace.onDidGrantWorkspaceTrust(follow)];
    follow();
  }

  /** As it was known last: the other extension may take its time to start. */
  get path(): string { return vscode.extensions.getExtension(EXTENSION) ? this.memory.get(KEPT, "") : ""; }

  private async follow(): Promise<void> {
    const extension = vscode.extensions.getExtension<PythonApi>(EXTENSION);
    if (!extension || this.following) return;
    this.following = true;
    try {
      const { environments } = await extension.activate();
      this.subscriptions.push(environments.onDidChangeActiveEnvironmentPath(() => void this.ask(environments).catch(() => undefined)));
      await this.ask(environments);
    } catch {
      this.following = false; // one that exports no such API: interpreters are found as without it
    }
  }

  private async ask(environments: PythonApi["environments"]): Promise<void> {
    const active = environments.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri);
    const file = (await environments.resolveEnvironment(active))?.executable.uri?.fsPath ?? active.path;
    const path = /[\\/]/.test(file) ? file : ""; // "python": nothing was chosen
    if (path === this.path) return;
    await this.memory.update(KEPT, path);
    this.changed(path);
  }

  dispose(): void { for (const one of this.subscriptions) one.dispose(); }
}
