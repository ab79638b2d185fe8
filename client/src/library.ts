/** Read-only documents for the stand-in torch's own sources, so that a trace can lead into a library layer. */
import type * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { LibrarySourceRequest, type LibrarySourceResult } from "../../protocol";

export class LibraryDocuments implements vscode.TextDocumentContentProvider {
  static readonly scheme = "torchscript-lens-lib";
  constructor(private readonly client: LanguageClient) {}
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const answer = await this.client.sendRequest<LibrarySourceResult>(LibrarySourceRequest.method, { path: uri.path });
    return answer.text ?? `# ${uri.path} is not part of the stand-in torch\n`;
  }
}
