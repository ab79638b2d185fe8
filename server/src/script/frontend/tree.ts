/**
 * The tree that torch's C++ front end works on, made from the Python AST by `build.ts`.
 * Answers to torch/csrc/jit/frontend/tree_views.h and to what torch/jit/frontend.py builds.
 *
 * `range` is the very range torch gives the node: errors are reported there. It often differs from
 * the Python node's own (a call has the range of its callee, a list literal ends before `]`, a
 * number is as long as its printed value).
 */
import type { SourceRange } from "../../syntax/source";
import type { Message } from "../../text/message";

interface T<K extends string> { readonly kind: K; readonly range: SourceRange }

export interface Ident { readonly name: string; readonly range: SourceRange }

export interface Param {
  readonly range: SourceRange;
  readonly ident: Ident;
  /** Annotation or type comment; null where there is none. */
  readonly type: TExpr | null;
  readonly kwargOnly: boolean;
}
export interface Decl { readonly range: SourceRange; readonly params: readonly Param[]; readonly returnType: TExpr | null }
export interface Def { readonly kind: "Def"; readonly range: SourceRange; readonly name: Ident; readonly decl: Decl; readonly statements: readonly TStmt[] }

// ---- statements
export interface TIf extends T<"If"> { cond: TExpr; body: TStmt[]; orelse: TStmt[] }
export interface TFor extends T<"For"> { targets: TExpr[]; iters: TExpr[]; body: TStmt[] }
export interface TWhile extends T<"While"> { cond: TExpr; body: TStmt[] }
export interface TAssign extends T<"Assign"> { lhs: TExpr[]; rhs: TExpr | null; type: TExpr | null }
export type AugOp = "+" | "-" | "*" | "/" | "%" | "|" | "&" | "^" | "<<" | ">>" | "**" | "//" | "@";
export interface TAugAssign extends T<"AugAssign"> { lhs: TExpr; op: AugOp; rhs: TExpr }
export interface TReturn extends T<"Return"> { expr: TExpr }
export interface TRaise extends T<"Raise"> { expr: TExpr }
export interface TAssert extends T<"Assert"> { test: TExpr; msg: TExpr | null }
export interface TDelete extends T<"Delete"> { targets: TExpr[] }
export interface TExprStmt extends T<"ExprStmt"> { expr: TExpr }
export interface TWith extends T<"With"> { targets: { readonly range: SourceRange; readonly target: TExpr; readonly var: TExpr | null }[]; body: TStmt[] }
export interface TGlobal extends T<"Global"> { names: Ident[] }
export interface TPass extends T<"Pass"> {}
export interface TBreak extends T<"Break"> {}
export interface TContinue extends T<"Continue"> {}
/** A nested def (torch takes it only where it is a closure of its own making; the emitter decides). */
export interface TDefStmt extends T<"DefStmt"> { def: Def }
/** Unsupported syntax, already reported by the front end: emits nothing; names it assigns become Unknown. */
export interface TErrorStmt extends T<"ErrorStmt"> { assigns: string[]; body: TStmt[] }
export type TStmt =
  | TIf | TFor | TWhile | TAssign | TAugAssign | TReturn | TRaise | TAssert | TDelete | TExprStmt
  | TWith | TGlobal | TPass | TBreak | TContinue | TDefStmt | TErrorStmt;

// ---- expressions
export type BinOpKind =
  | "+" | "-" | "*" | "/" | "//" | "%" | "@" | "**" | "<<" | ">>" | "&" | "|" | "^"
  | "and" | "or" | "<" | ">" | "==" | "!=" | "<=" | ">=" | "is" | "isnot" | "in";
export interface TBinOp extends T<"BinOp"> { op: BinOpKind; lhs: TExpr; rhs: TExpr }
export interface TUnaryOp extends T<"UnaryOp"> { op: "not" | "neg" | "~"; operand: TExpr }
export interface TTernaryIf extends T<"TernaryIf"> { cond: TExpr; trueExpr: TExpr; falseExpr: TExpr }
export interface TListComp extends T<"ListComp"> { elt: TExpr; target: TExpr; iter: TExpr }
export interface TDictComp extends T<"DictComp"> { key: TExpr; value: TExpr; target: TExpr; iter: TExpr }
/** `text` as torch gets it: "3", "1e-05", "2j" (Python's `repr` of the number). */
export interface TConst extends T<"Const"> { text: string }
export interface TStringLiteral extends T<"StringLiteral"> { text: string }
export interface TTrue extends T<"True"> {}
export interface TFalse extends T<"False"> {}
export interface TNone extends T<"None"> {}
export interface TDots extends T<"Dots"> {}
export interface TAttribute { readonly range: SourceRange; readonly name: Ident; readonly value: TExpr }
export interface TApply extends T<"Apply"> { callee: TExpr; inputs: TExpr[]; attributes: TAttribute[] }
export interface TSelect extends T<"Select"> { value: TExpr; selector: Ident }
export interface TSubscript extends T<"Subscript"> { value: TExpr; subscripts: TExpr[] }
export interface TSliceExpr extends T<"SliceExpr"> { start: TExpr | null; end: TExpr | null; step: TExpr | null }
export interface TStarred extends T<"Starred"> { expr: TExpr }
export interface TVar extends T<"Var"> { name: Ident }
export interface TTupleLiteral extends T<"TupleLiteral"> { inputs: TExpr[] }
export interface TListLiteral extends T<"ListLiteral"> { inputs: TExpr[] }
export interface TDictLiteral extends T<"DictLiteral"> { keys: TExpr[]; values: TExpr[] }
/** The function that torch makes of the body of `with torch.jit._IgnoreContextManager(...)`; only called. */
export interface TIgnoredBlock extends T<"IgnoredBlock"> { name: string; params: { readonly name: string; readonly type: TExpr }[]; returns: TExpr[] }
/** Unsupported syntax, already reported: its value is Unknown. */
export interface TErrorExpr extends T<"ErrorExpr"> {}
export type TExpr =
  | TBinOp | TUnaryOp | TTernaryIf | TListComp | TDictComp | TConst | TStringLiteral | TTrue | TFalse
  | TNone | TDots | TApply | TSelect | TSubscript | TSliceExpr | TStarred | TVar | TTupleLiteral
  | TListLiteral | TDictLiteral | TIgnoredBlock | TErrorExpr;

/** What torch/jit/frontend.py refuses, before anything is compiled. In torch's order; the first is what torch raises. */
export interface FrontendProblem {
  readonly rule: string;
  readonly range: SourceRange | null;
  readonly message: Message;
}
