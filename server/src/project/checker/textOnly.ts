/** The checker of a workspace that is not trusted: it reads and parses texts, and runs nothing. */
import { loadParserParts } from "../../host/parserParts";
import { initParser } from "../../syntax/parser";
import { msg, Traceless } from "../../text/message";
import { Sources } from "../sources";
import type { Checker } from "./checker";

export const NOT_TRUSTED = msg`This workspace is not trusted: no code is run, so nothing can be checked.`;

const refuse = (): Promise<never> => Promise.reject(new Traceless(NOT_TRUSTED));

export class TextOnly implements Checker {
  readonly runs = false;
  readonly sources = new Sources();

  private constructor(readonly torch: string) {}

  static async create(torch: string): Promise<TextOnly> {
    await initParser(loadParserParts());
    return new TextOnly(torch);
  }

  guess(): undefined { return undefined; }
  check(): Promise<never> { return refuse(); }
  inspect(): Promise<never> { return refuse(); }
  export(): Promise<never> { return refuse(); }
}
