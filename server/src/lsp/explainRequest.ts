/** "Why does this not script?", asked by the language model tool and by a command. */
import type { Connection } from "vscode-languageserver/node";
import { ExplainRequest, type ExplainParams, type ExplainResult, type StateParams } from "../../../protocol";
import { explain } from "../project/explain";
import type { Workspace } from "../project/workspace";
import { cursorIn, fileWith } from "./notebooks";
import { say, spoken } from "../text/language";
import { english, msg } from "../text/message";

export function registerExplain(connection: Connection, workspace: () => Workspace | undefined, state: () => StateParams, started: () => Promise<void>): void {
  connection.onRequest(ExplainRequest.method, async ({ uri, name, position, forPerson }: ExplainParams): Promise<ExplainResult> => {
    await started(); // what was asked for before is done first: edits, too
    const [known, file] = [workspace(), fileWith(uri)];
    const teller = forPerson ? { language: spoken(), tell: say } : { language: "en", tell: english };
    const { tell } = teller;
    if (!known || state().state === "untrusted") return { text: state().message || tell(msg`TorchScript Lens is still starting.`) };
    if (!file) return { text: tell(msg`Only files on this machine can be looked at.`) };
    await known.idle();
    return { text: explain(known, { file, name, offset: position ? cursorIn(known, { uri, position })?.offset : undefined }, teller) };
  });
}
