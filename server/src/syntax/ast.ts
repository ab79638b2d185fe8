/**
 * The abstract syntax of Python, node for node as CPython's own `ast` module names it, so that
 * whoever knows that module (or `torch/jit/frontend.py`, which walks it) finds the way.
 *
 * Every node carries `start` and `end`: offsets in UTF-16 code units into the text of its file,
 * end exclusive, exactly where CPython's `lineno/col_offset` and `end_lineno/end_col_offset` lie
 * (parentheses around an expression are not part of it). Statements that could not be parsed
 * become `ErrorStmt`, expressions `ErrorExpr`; the parser never throws.
 */
import type { Message } from "../text/message";
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface N<K extends string> extends Span {
  readonly kind: K;
}

export type ExprContext = "Load" | "Store" | "Del";
export type BinaryOperator =
  | "Add" | "Sub" | "Mult" | "MatMult" | "Div" | "Mod" | "Pow"
  | "LShift" | "RShift" | "BitOr" | "BitXor" | "BitAnd" | "FloorDiv";
export type UnaryOperator = "Invert" | "Not" | "UAdd" | "USub";
export type CompareOperator =
  | "Eq" | "NotEq" | "Lt" | "LtE" | "Gt" | "GtE" | "Is" | "IsNot" | "In" | "NotIn";

// ---- expressions -------------------------------------------------------------------------------

export interface BoolOp extends N<"BoolOp"> { op: "And" | "Or"; values: Expr[] }
export interface NamedExpr extends N<"NamedExpr"> { target: Expr; value: Expr }
export interface BinOp extends N<"BinOp"> { left: Expr; op: BinaryOperator; right: Expr }
export interface UnaryOp extends N<"UnaryOp"> { op: UnaryOperator; operand: Expr }
export interface Lambda extends N<"Lambda"> { args: Arguments; body: Expr }
export interface IfExp extends N<"IfExp"> { test: Expr; body: Expr; orelse: Expr }
/** A `null` key stands for `**value`. */
export interface Dict extends N<"Dict"> { keys: (Expr | null)[]; values: Expr[] }
export interface SetExpr extends N<"Set"> { elts: Expr[] }
export interface ListComp extends N<"ListComp"> { elt: Expr; generators: Comprehension[] }
export interface SetComp extends N<"SetComp"> { elt: Expr; generators: Comprehension[] }
export interface DictComp extends N<"DictComp"> { key: Expr; value: Expr; generators: Comprehension[] }
export interface GeneratorExp extends N<"GeneratorExp"> { elt: Expr; generators: Comprehension[] }
export interface Await extends N<"Await"> { value: Expr }
export interface Yield extends N<"Yield"> { value: Expr | null }
export interface YieldFrom extends N<"YieldFrom"> { value: Expr }
export interface Compare extends N<"Compare"> { left: Expr; ops: CompareOperator[]; comparators: Expr[] }
export interface Call extends N<"Call"> { func: Expr; args: Expr[]; keywords: Keyword[] }
export interface JoinedStr extends N<"JoinedStr"> { values: Expr[] }
export interface FormattedValue extends N<"FormattedValue"> {
  value: Expr;
  /** The character after `!` ("r", "s", "a"), or null. */
  conversion: string | null;
  formatSpec: JoinedStr | null;
}
/** A part of a string as it is written, without quotes; `formatted`: of an f-string, where doubled braces stand for one. */
export interface StringPiece { readonly start: number; readonly end: number; readonly prefix: string; readonly formatted: boolean }
/** The value of a literal, kept apart so that no int is taken for a float. */
export type Literal =
  | { type: "int"; value: bigint }
  | { type: "float"; value: number }
  | { type: "complex"; value: number }
  /** `pieces`, where it goes over lines: what the text is made of. */
  | { type: "str"; value: string; pieces?: readonly StringPiece[] }
  | { type: "bytes"; value: string }
  | { type: "bool"; value: boolean }
  | { type: "None" }
  | { type: "Ellipsis" };
export interface Constant extends N<"Constant"> { value: Literal }
export interface Attribute extends N<"Attribute"> { value: Expr; attr: string; ctx: ExprContext }
export interface Subscript extends N<"Subscript"> { value: Expr; slice: Expr; ctx: ExprContext }
export interface Starred extends N<"Starred"> { value: Expr; ctx: ExprContext }
export interface Name extends N<"Name"> { id: string; ctx: ExprContext }
export interface List extends N<"List"> { elts: Expr[]; ctx: ExprContext }
export interface Tuple extends N<"Tuple"> { elts: Expr[]; ctx: ExprContext }
export interface Slice extends N<"Slice"> { lower: Expr | null; upper: Expr | null; step: Expr | null }
/** Text that is no Python expression. */
export interface ErrorExpr extends N<"ErrorExpr"> { message: Message }

export type Expr =
  | BoolOp | NamedExpr | BinOp | UnaryOp | Lambda | IfExp | Dict | SetExpr | ListComp | SetComp
  | DictComp | GeneratorExp | Await | Yield | YieldFrom | Compare | Call | JoinedStr
  | FormattedValue | Constant | Attribute | Subscript | Starred | Name | List | Tuple | Slice
  | ErrorExpr;

export interface Comprehension extends Span { target: Expr; iter: Expr; ifs: Expr[]; isAsync: boolean }
/** `arg` is null for `**value`. */
export interface Keyword extends Span { arg: string | null; value: Expr }
export interface Arg extends Span { arg: string; annotation: Expr | null }
export interface Arguments {
  posonlyargs: Arg[];
  args: Arg[];
  vararg: Arg | null;
  kwonlyargs: Arg[];
  /** As long as `kwonlyargs`; null where there is no default. */
  kwDefaults: (Expr | null)[];
  kwarg: Arg | null;
  /** Of the last positional parameters. */
  defaults: Expr[];
}

// ---- statements --------------------------------------------------------------------------------

/** As in CPython `start` is that of `def`; `decoratorStart` that of the first `@` (or of `def`). */
export interface FunctionDef extends N<"FunctionDef"> {
  name: string;
  /** Where the name stands. */
  nameSpan: Span;
  args: Arguments;
  body: Stmt[];
  decorators: Expr[];
  returns: Expr | null;
  decoratorStart: number;
  isAsync: boolean;
}
export interface ClassDef extends N<"ClassDef"> {
  name: string;
  nameSpan: Span;
  bases: Expr[];
  keywords: Keyword[];
  body: Stmt[];
  decorators: Expr[];
  decoratorStart: number;
}
export interface Return extends N<"Return"> { value: Expr | null }
export interface Delete extends N<"Delete"> { targets: Expr[] }
export interface Assign extends N<"Assign"> { targets: Expr[]; value: Expr }
export interface AugAssign extends N<"AugAssign"> { target: Expr; op: BinaryOperator; value: Expr }
export interface AnnAssign extends N<"AnnAssign"> { target: Expr; annotation: Expr; value: Expr | null; simple: boolean }
export interface For extends N<"For"> { target: Expr; iter: Expr; body: Stmt[]; orelse: Stmt[]; isAsync: boolean }
export interface While extends N<"While"> { test: Expr; body: Stmt[]; orelse: Stmt[] }
export interface If extends N<"If"> { test: Expr; body: Stmt[]; orelse: Stmt[] }
export interface WithItem extends Span { contextExpr: Expr; optionalVars: Expr | null }
export interface With extends N<"With"> { items: WithItem[]; body: Stmt[]; isAsync: boolean }
export interface Match extends N<"Match"> { subject: Expr; bodies: Stmt[][] }
export interface Raise extends N<"Raise"> { exc: Expr | null; cause: Expr | null }
export interface ExceptHandler extends Span { type: Expr | null; name: string | null; body: Stmt[] }
export interface Try extends N<"Try"> { body: Stmt[]; handlers: ExceptHandler[]; orelse: Stmt[]; finalbody: Stmt[]; isStar: boolean }
export interface Assert extends N<"Assert"> { test: Expr; msg: Expr | null }
export interface Alias extends Span { name: string; asname: string | null }
export interface Import extends N<"Import"> { names: Alias[] }
export interface ImportFrom extends N<"ImportFrom"> { module: string | null; names: Alias[]; level: number }
export interface Global extends N<"Global"> { names: string[] }
export interface Nonlocal extends N<"Nonlocal"> { names: string[] }
export interface ExprStmt extends N<"Expr"> { value: Expr }
export interface Pass extends N<"Pass"> {}
export interface Break extends N<"Break"> {}
export interface Continue extends N<"Continue"> {}
export interface TypeAlias extends N<"TypeAlias"> { name: Expr; value: Expr }
/** Text that is no Python statement. */
export interface ErrorStmt extends N<"ErrorStmt"> { message: Message }

export type Stmt =
  | FunctionDef | ClassDef | Return | Delete | Assign | AugAssign | AnnAssign | For | While | If
  | With | Match | Raise | Try | Assert | Import | ImportFrom | Global | Nonlocal | ExprStmt
  | Pass | Break | Continue | TypeAlias | ErrorStmt;

export interface SyntaxProblem extends Span { message: Message }
export interface Comment extends Span { text: string }

/** One parsed file. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly body: Stmt[];
  readonly comments: Comment[];
  readonly problems: SyntaxProblem[];
  /** Of a notebook, in place of `problems`: what keeps cells from being read. Of these cells `body` has what can be made out; the others run without them. */
  readonly brokenCells?: readonly SyntaxProblem[];
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
}
