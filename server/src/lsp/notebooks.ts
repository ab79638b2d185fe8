/**
 * Notebooks that are open: the editor has a document for each cell, everything behind this file one text for the whole
 * (syntax/notebook.ts). Here places of the one become places of the other.
 */
import { NotebookCellKind, NotebookDocuments, type Connection, type Position, type Range } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { SourceFile } from "../syntax/ast";
import { cellAt, isNotebook, lineOfCell, notebookText } from "../syntax/notebook";
import { lineStartsOf, offsetAt } from "../syntax/source";
import type { Workspace } from "../project/workspace";
import { fileOf, uriOf } from "./uris";

/** What a notebook's text was made of. */
interface Open { readonly text: string; readonly lineStarts: readonly number[]; /** Of all its cells, in order. */ readonly uris: readonly string[] }

const open = new Map<string, Open>();
/** The notebook of a cell, and which of its cells it is (from 1). */
const cells = new Map<string, { readonly file: string; readonly cell: number }>();

export interface NotebookEvents {
  opened(file: string, text: string): void;
  changed(file: string, text: string): void;
  closed(file: string): void;
}

/** Follows the notebooks of a client. */
export function listenToNotebooks(connection: Connection, events: NotebookEvents): () => void {
  const documents = new NotebookDocuments(TextDocument);
  const followed = new Set<string>();
  const read = (uri: string): { file: string; text: string } | undefined => {
    const [file, notebook] = [fileOf(uri), documents.getNotebookDocument(uri)];
    if (file === undefined || !notebook || !isNotebook(file)) return undefined;
    forget(file);
    const text = notebookText(notebook.cells.map((c) => {
      const document = documents.getCellTextDocument(c);
      return { code: c.kind === NotebookCellKind.Code && document?.languageId === "python", source: document?.getText() ?? "" };
    }));
    open.set(file, { text, lineStarts: lineStartsOf(text), uris: notebook.cells.map((c) => c.document) });
    notebook.cells.forEach((c, i) => { if (c.kind === NotebookCellKind.Code) cells.set(c.document, { file, cell: i + 1 }); });
    followed.add(uri);
    return { file, text };
  };
  documents.onDidOpen(({ uri }) => { const made = read(uri); if (made) events.opened(made.file, made.text); });
  documents.onDidChange(({ notebookDocument: { uri } }) => { const made = read(uri); if (made) events.changed(made.file, made.text); });
  documents.onDidClose(({ uri }) => {
    const file = fileOf(uri);
    if (file === undefined || !followed.delete(uri)) return;
    forget(file);
    events.closed(file);
  });
  documents.listen(connection);
  return () => { for (const uri of followed) { const made = read(uri); if (made) events.opened(made.file, made.text); } };
}

function forget(file: string): void {
  for (const uri of open.get(file)?.uris ?? []) cells.delete(uri);
  open.delete(file);
}

/** The file that a document is, or is a cell of. */
export const fileWith = (uri: string): string | undefined => cells.get(uri)?.file ?? fileOf(uri);

/** The first line of a cell in the text of its notebook; 0 for other documents. */
function firstLine(uri: string): number {
  const at = cells.get(uri);
  const notebook = at && open.get(at.file);
  return notebook && at ? lineOfCell(notebook, at.cell) ?? 0 : 0;
}

const moved = ({ start, end }: Range, by: number): Range => ({ start: { line: start.line + by, character: start.character }, end: { line: end.line + by, character: end.character } });

/** A place of a document, as one of its file. */
export const positionInFile = (uri: string, { line, character }: Position): Position => ({ line: line + firstLine(uri), character });
export const rangeInFile = (uri: string, range: Range): Range => moved(range, firstLine(uri));

/** A place of a file, as one of a document: the cell that it begins in, where a notebook is open. */
export function placeOf(file: string, range: Range): { readonly uri: string; readonly range: Range } {
  const notebook = open.get(file);
  const at = notebook && cellAt(notebook, range.start.line);
  const uri = at && notebook.uris[at.cell - 1];
  return at && uri !== undefined ? { uri, range: moved(range, at.line - range.start.line) } : { uri: uriOf(file), range };
}

/** What of a file's things belongs to a document of it, at its place there. */
export function ofDocument<T extends { readonly range: Range }>(uri: string, things: readonly T[]): T[] {
  const file = cells.get(uri)?.file;
  if (file === undefined) return [...things];
  return things.flatMap((thing) => { const at = placeOf(file, thing.range); return at.uri === uri ? [{ ...thing, range: at.range }] : []; });
}

/** The documents that show a file: of an open notebook those of its code cells. */
export const urisOf = (file: string): readonly string[] => open.get(file)?.uris.filter((uri) => cells.has(uri)) ?? [uriOf(file)];

/** What a cursor is on; undefined where nothing is known of the document. */
export function cursorIn(workspace: Workspace, { uri, position }: { readonly uri: string; readonly position: Position }): { readonly file: string; readonly source: SourceFile; readonly position: Position; readonly offset: number } | undefined {
  const file = fileWith(uri);
  const source = file === undefined ? undefined : workspace.source(file);
  const at = positionInFile(uri, position);
  return file !== undefined && source ? { file, source, position: at, offset: offsetAt(source.lineStarts, at) } : undefined;
}
