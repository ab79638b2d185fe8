/** What the editor's side asks for: of an engine in this thread, or of one in a thread of its own. */
import type { InspectResult } from "../../host/loader";
import type { Question } from "../engine";
import type { ExportOptions, ExportReport } from "../exportModel";
import type { Answer, Later } from "../report";
import type { Sources } from "../sources";

export interface Checker {
  readonly torch: string;
  /** Whether code is run here; without, only texts are known. */
  readonly runs: boolean;
  /** Texts and parsed files as the editor has them; what is asked is asked of these texts. */
  readonly sources: Sources;
  /** What an edit leads to, told from the last load; undefined where it takes a load to tell. */
  guess(question: Question): Later<Answer | undefined>;
  /** Loads and compiles; undefined where the text was edited meanwhile. */
  check(question: Question): Promise<Answer | undefined>;
  /** What the classes of a file need to be built. */
  inspect(question: Question): Promise<InspectResult>;
  export(question: Question, options: ExportOptions): Promise<ExportReport>;
}
