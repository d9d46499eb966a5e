import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT, sourceFiles } from "./repository.js";

/** A code that users can meet, where the sources give it. */
export interface ErrorCode {
  readonly code: string;
  /** File and line. */
  readonly at: string;
}

/** What one file has of codes, and classes of which no code can be told. */
export interface ScannedCodes {
  readonly codes: readonly ErrorCode[];
  readonly uncoded: readonly string[];
}

const PAGE = "docs/errors.md";

/**
 * The same finding at two doors: the oracle refuses a record for what a verifier would fault it for. Every other code
 * stands for one thing in one place.
 */
const SHARED_ON_PURPOSE: ReadonlySet<string> = new Set([
  "DeviceNotActive",
  "SignatureInvalid",
  "LinkMismatch",
  "SaltMismatch",
]);

/** Checks that each code is given once and explained in docs/errors.md, and that nothing else is explained there. */
export function checkErrorCodes(): string[] {
  const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
  const files = sourceFiles().filter((file) => /\.(ts|tsx|js)$/.test(file) && !file.startsWith("test/"));
  const scanned = files.map((file) => scanErrorCodes(file, read(file)));
  return [
    ...scanned.flatMap(({ uncoded }) => uncoded),
    ...judgeErrorCodes(
      scanned.flatMap(({ codes }) => codes),
      read(PAGE),
    ),
  ];
}

/** Faults of all codes of the repository against the page that explains them; one line each. */
export function judgeErrorCodes(codes: readonly ErrorCode[], page: string): string[] {
  const places = new Map<string, ErrorCode[]>();
  for (const given of codes) places.set(given.code, [...(places.get(given.code) ?? []), given]);
  const explained = explainedCodes(page);
  const faults: string[] = [];
  for (const [code, given] of places) {
    if (given.length > (SHARED_ON_PURPOSE.has(code) ? 2 : 1)) {
      faults.push(`${code} stands for more than one thing: ${given.map(({ at }) => at).join(", ")}`);
    }
    if (!explained.has(code)) faults.push(`${given[0]?.at} has the code ${code}, which ${PAGE} does not explain`);
  }
  for (const code of explained) {
    if (!places.has(code)) faults.push(`${PAGE} explains ${code}, which nothing throws`);
  }
  return faults;
}

/** Codes in the first cell of each row of the page's tables. */
function explainedCodes(page: string): Set<string> {
  const firstCells = page.match(/^\|[^|]*\|/gm) ?? [];
  return new Set(firstCells.flatMap((cell) => [...cell.matchAll(/`([A-Z]\w*)`/g)].map(([, code]) => code ?? "")));
}

/**
 * Finds codes where they are given: beside message and next step of an error, or as keys of a table of which a type
 * makes codes (`type XCode = keyof typeof X`).
 */
export function scanErrorCodes(file: string, text: string): ScannedCodes {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const place = (node: ts.Node) => `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
  const tables = codeTables(source);
  const codes: ErrorCode[] = [];
  const uncoded: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && tables.has(node.name.text)) {
      for (const member of membersOf(node.initializer)) codes.push({ code: member.name.getText(), at: place(member) });
    }
    if (ts.isObjectLiteralExpression(node)) {
      const code = codeBesideWords(node);
      if (code) codes.push({ code: code.text, at: place(code) });
    }
    if (ts.isClassDeclaration(node) && isConcreteError(node) && !givesCode(node, tables.size > 0)) {
      uncoded.push(`${place(node)} ${node.name?.text} has no code of its own that a reader of the source could find`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { codes, uncoded };
}

/** Names of the tables whose keys are codes. */
function codeTables(source: ts.SourceFile): Set<string> {
  const tables = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isTypeAliasDeclaration(statement) || !statement.name.text.endsWith("Code")) continue;
    const keys = statement.type;
    if (ts.isTypeOperatorNode(keys) && ts.isTypeQueryNode(keys.type)) tables.add(keys.type.exprName.getText());
  }
  return tables;
}

function membersOf(value: ts.Expression | undefined): readonly ts.PropertyAssignment[] {
  if (value && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value))) return membersOf(value.expression);
  return value && ts.isObjectLiteralExpression(value) ? value.properties.filter(ts.isPropertyAssignment) : [];
}

/** The code of an object that has one beside the two sentences of an error. */
function codeBesideWords(object: ts.ObjectLiteralExpression): ts.StringLiteral | undefined {
  const names = new Map(object.properties.map((member) => [member.name?.getText(), member]));
  const code = names.get("code");
  if (!code || !names.has("message") || !names.has("next") || !ts.isPropertyAssignment(code)) return undefined;
  return ts.isStringLiteral(code.initializer) ? code.initializer : undefined;
}

function isConcreteError(node: ts.ClassDeclaration): boolean {
  const isAbstract = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false;
  const parent = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return !isAbstract && /^(Wattproof|Api)Error$/.test(parent?.expression.getText() ?? "");
}

/** Whether a class has a code: its own, one of its file's table, or one that it passes on (`fault.code`). */
function givesCode(node: ts.ClassDeclaration, hasTable: boolean): boolean {
  let found = false;
  const visit = (inner: ts.Node): void => {
    if (ts.isObjectLiteralExpression(inner) && codeBesideWords(inner)) found = true;
    if (ts.isShorthandPropertyAssignment(inner) && inner.name.text === "code") found ||= hasTable;
    if (ts.isPropertyAssignment(inner) && inner.name.getText() === "code") {
      found ||= ts.isPropertyAccessExpression(inner.initializer);
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}
