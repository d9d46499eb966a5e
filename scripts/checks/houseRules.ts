import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT, sourceFiles } from "./repository.js";

/** A file holds one idea; one that is longer holds two. */
const LONGEST_FILE_LINES = 350;
/** The README is a map, not the territory. */
const LONGEST_README_LINES = 120;
/** Rooms whose errors a user can meet. */
const ROOMS_WITH_NAMED_ERRORS =
  /^(protocol|deals|evidence|governance|identity|storage|oracle|indexer|api|deploy|demo|network|scripts)\//;

/** Rules of the house that no ready-made linter knows. Returns one line per fault. */
export function checkHouseRules(): string[] {
  const lines = (file: string) => readFileSync(join(ROOT, file), "utf8").trimEnd().split("\n").length;
  const files = sourceFiles();
  return [
    ...files
      .filter((file) => lines(file) > LONGEST_FILE_LINES)
      .map((file) => `${file} has ${lines(file)} lines, more than ${LONGEST_FILE_LINES}: does it hold one idea?`),
    ...files
      .filter((file) => /\.tsx?$/.test(file) && ROOMS_WITH_NAMED_ERRORS.test(file))
      .flatMap((file) => findBareErrors(file, readFileSync(join(ROOT, file), "utf8"))),
    ...(lines("README.md") > LONGEST_README_LINES
      ? [`README.md has ${lines("README.md")} lines, more than ${LONGEST_README_LINES}`]
      : []),
  ];
}

/** Lines of `file` that throw an error without a name. */
export function findBareErrors(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isThrowStatement(node) &&
      ts.isNewExpression(node.expression) &&
      node.expression.expression.getText() === "Error"
    ) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      faults.push(`${file}:${line} throws a bare Error: give it a name, a code and what to do next`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}
