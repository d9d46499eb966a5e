import { dirname, join, normalize } from "node:path";
import ts from "typescript";

/** One import, export-from, `import()` or `require()` as the source says it. */
export interface ImportSite {
  readonly file: string;
  readonly line: number;
  /** What stands between the quotes; undefined for an `import()` of something computed. */
  readonly specifier: string | undefined;
  /** Erased by the compiler. */
  readonly typeOnly: boolean;
}

/**
 * Lists the imports of one TypeScript or JavaScript file with TypeScript's own parser.
 * @param file Path from the repository's root, used for its ending and in the answer.
 */
export function scanImports(file: string, text: string): ImportSite[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const sites: ImportSite[] = [];
  const add = (node: ts.Node, from: ts.Node | undefined, typeOnly: boolean) => {
    const specifier = from && ts.isStringLiteralLike(from) ? from.text : undefined;
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    sites.push({ file, line, specifier, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, isTypeOnlyImport(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal, true);
    else if (ts.isCallExpression(node) && loadsModule(node)) add(node, node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sites;
}

function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  if (clause.name || !named || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

function loadsModule(call: ts.CallExpression): boolean {
  if (call.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(call.expression) && call.expression.text === "require" && call.arguments.length === 1;
}

const SOURCE_ENDINGS = ["", ".ts", ".tsx", ".d.ts", ".js", "/index.ts"];

/**
 * The file of ours that a relative specifier means.
 * @param exists Whether a path from the repository's root is a file.
 * @returns Undefined if there is no such file.
 */
export function resolveRelative(
  from: string,
  specifier: string,
  exists: (path: string) => boolean,
): string | undefined {
  const target = normalize(join(dirname(from), specifier.replace(/\?.*$/, "")));
  const stem = target.replace(/\.(js|jsx)$/, "");
  return [target, ...SOURCE_ENDINGS.map((ending) => stem + ending)].find((path) => exists(path));
}
