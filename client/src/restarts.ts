/** What happens when the language server dies: it is started again and a message says so, but not for ever. */
import * as vscode from "vscode";
import { CloseAction, ErrorAction, type CloseHandlerResult, type ErrorHandler, type ErrorHandlerResult, type Message } from "vscode-languageclient/node";

const MOST = 4;
const WITHIN_MS = 3 * 60_000;

export class Restarts implements ErrorHandler {
  private ends: number[] = [];
  /** `shown`: told after each end whether the server comes back. */
  constructor(private readonly shown: (comesBack: boolean, message: string) => void) {}

  error(_error: Error, _message: Message | undefined, count: number | undefined): ErrorHandlerResult {
    return { action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.ends = [...this.ends.filter((t) => now - t < WITHIN_MS), now];
    const comesBack = this.ends.length <= MOST;
    const message = comesBack
      ? vscode.l10n.t("The TorchScript language server ended unexpectedly and is started again. Your files and views stay as they are.")
      : vscode.l10n.t("The TorchScript language server ended {0} times within three minutes and is not started again. The output may say why.", this.ends.length);
    this.shown(comesBack, message);
    if (comesBack) void vscode.window.showWarningMessage(message);
    else void offerStart(message);
    return { action: comesBack ? CloseAction.Restart : CloseAction.DoNotRestart, message, handled: true };
  }

  /** The user starts it: what was before does not count. */
  forget(): void { this.ends = []; }
}

/** Says that the server is away, and how to get it back. */
export async function offerStart(message: string): Promise<void> {
  const [again, output] = [vscode.l10n.t("Start Again"), vscode.l10n.t("Show Output")];
  const chosen = await vscode.window.showErrorMessage(message, again, output);
  if (chosen === again) await vscode.commands.executeCommand("torchscriptLens.restart");
  if (chosen === output) await vscode.commands.executeCommand("torchscriptLens.showOutput");
}
