/** Writes the compile log: steps open and close like brackets, so that each knows what caused it. */
import type { SourceRange } from "../../syntax/source";
import type { CompileReason, LogEntry, LogKind, LogStatus } from "../../trace/log";
import { NOTHING, type Message } from "../../text/message";

type Writable = { -readonly [K in keyof LogEntry]: LogEntry[K] };

export class LogWriter {
  readonly entries: LogEntry[] = [];
  private readonly open: Writable[] = [];
  private readonly began = performance.now();

  /** `added` is told of every entry. */
  constructor(private readonly added: () => void = () => undefined) {}

  get elapsed(): number { return performance.now() - this.began; }

  add(kind: LogKind, subject: string, part: Partial<Omit<LogEntry, "id" | "parent" | "kind" | "subject" | "time" | "duration">> = {}): Writable {
    this.added();
    // written out: thousands are made with each edit
    const entry: Writable = {
      id: this.entries.length, parent: this.open.at(-1)?.id ?? null, kind, subject,
      range: part.range ?? null, status: part.status ?? "ok", reason: part.reason ?? null, detail: part.detail ?? NOTHING, time: this.elapsed, duration: 0,
    };
    const { attribute, rule, diagnostic, schema, path, modifier } = part;
    if (attribute !== undefined) entry.attribute = attribute;
    if (rule !== undefined) entry.rule = rule;
    if (diagnostic !== undefined) entry.diagnostic = diagnostic;
    if (schema !== undefined) entry.schema = schema;
    if (path !== undefined) entry.path = path;
    if (modifier !== undefined) entry.modifier = modifier;
    this.entries.push(entry);
    return entry;
  }

  /** Adds a step and makes it the parent of those added while `body` runs. */
  within<T>(kind: LogKind, subject: string, part: { range?: SourceRange | null; reason?: CompileReason | null; path?: string; modifier?: LogEntry["modifier"]; detail?: Message }, body: (entry: Writable) => T): T {
    const entry = this.add(kind, subject, part);
    this.open.push(entry);
    try {
      return body(entry);
    } finally {
      this.open.pop();
      entry.duration = this.elapsed - entry.time;
    }
  }

  /** Marks the step that is open, unless something worse stands there. */
  markOpen(status: LogStatus): void {
    const entry = this.open.at(-1);
    if (entry && entry.status !== "error") entry.status = status;
  }
}
