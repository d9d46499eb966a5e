import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PUBLISHED_PARAMETERS } from "../../protocol/value/parameters.js";
import { printRows } from "../report/print.js";
import type { Row } from "../report/row.js";
import { casesOf } from "./cases.js";
import { readCells } from "./cells.js";
import { DISTURBANCES } from "./disturb.js";
import { type Answer, answerLeftOut } from "./evaluate.js";
import { plotOf } from "./plot.js";
import { summaryOf } from "./summary.js";
import { caseTable, refusals, summaryTable } from "./tables.js";
import { prepare, train } from "./train.js";

/**
 * How well `wattproof-fade/1` foretells the life of cells that it has not seen:
 * `node --import tsx benchmarks/residualValue/study.ts DATA_DIR [--json] [--plot FILE.svg]`. DATA_DIR holds the folders
 * `battery-cycles` and `battery-nasa`, which are not part of this repository (docs/residual-value.md names the sources).
 */
const MAIN_END_OF_LIFE = 0.88;
const ENDS_OF_LIFE = [0.92, 0.9, MAIN_END_OF_LIFE, 0.85, 0.8];
/** Points of life that are reported, and those that the parameters are trained on. */
const POINTS = [0.25, 0.5, 0.75];
const TRAINING_POINTS = [0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8];
/** Targets: the median error in lives, and the part of the cases outside of p10–p90. */
const MOST_ERROR = 0.25;
const MOST_OUTSIDE = 0.2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false }, plot: { type: "string" } },
});
const [folder] = positionals;
if (folder === undefined || !existsSync(join(folder, "battery-cycles")) || !existsSync(join(folder, "battery-nasa"))) {
  console.error("DATA_DIR has to hold the folders battery-cycles and battery-nasa.");
  console.error("usage: node --import tsx benchmarks/residualValue/study.ts DATA_DIR [--json] [--plot FILE.svg]");
  process.exit(2);
}

const cells = readCells(folder);
const training = prepare(casesOf(cells, ENDS_OF_LIFE, TRAINING_POINTS));
const cases = casesOf(cells, ENDS_OF_LIFE, POINTS);
const asked = prepare(cases);
const byCell = answerLeftOut(asked, training, cells, "name");
const byFamily = answerLeftOut(asked, training, cells, "family");
const disturbed = Object.entries(DISTURBANCES).map(([name, disturb]) => ({ name, answers: answersTo(disturb) }));

if (!values.json) print();
printRows(rows(), { json: values.json });
if (values.plot !== undefined) {
  const main = byCell.filter(({ endOfLife }) => endOfLife === MAIN_END_OF_LIFE);
  writeFileSync(
    values.plot,
    plotOf(main, `Life to ${MAIN_END_OF_LIFE * 100} % of the start, foretold at 25, 50 and 75 %; each cell left out`),
  );
}

/** The same questions on spoiled histories; the life stays that of the clean one, the parameters those of the clean ones. */
function answersTo(disturb: (typeof DISTURBANCES)[string]): Answer[] {
  const spoiled = new Map(cells.map((cell) => [cell.name, disturb(cell)]));
  const questions = casesOf(cells, ENDS_OF_LIFE, POINTS, (cell) => spoiled.get(cell.name) ?? cell);
  return answerLeftOut(prepare(questions), training, cells, "name");
}

function print(): void {
  const byEndOfLife = ({ endOfLife }: Answer) => `end of life ${endOfLife.toFixed(2)}`;
  const sections: [string, string][] = [
    ["Each case, its cell left out", caseTable(byCell)],
    ["Refused", refusals(cases)],
    ["Each cell left out, by end of life", summaryTable(byCell, byEndOfLife)],
    ["Each cell left out, by point of life", summaryTable(byCell, ({ point }) => `at ${point * 100} %`)],
    ["Each cell left out, by family", summaryTable(byCell, ({ cell }) => cell.family)],
    ["Each family left out, by end of life", summaryTable(byFamily, byEndOfLife)],
    ...disturbed.map(({ name, answers }): [string, string] => [`With ${name}`, summaryTable(answers, byEndOfLife)]),
    ["Trained on all cells", JSON.stringify(train(training))],
    ["Published", JSON.stringify(PUBLISHED_PARAMETERS)],
  ];
  for (const [title, body] of sections) console.log(`${title}\n\n${body}\n`);
}

function rows(): Row[] {
  const error = (name: string, answers: readonly Answer[]): Row => {
    const { ours, peers } = summaryOf(answers);
    const finite = Object.entries(peers).map(([peer, value]) => [peer, Number.isFinite(value) ? value : null]);
    return { name, ours, peers: Object.fromEntries(finite), limit: MOST_ERROR, unit: "lives (median error)" };
  };
  const outside = (name: string, answers: readonly Answer[]): Row => {
    return { name, ours: 1 - summaryOf(answers).covered, peers: {}, limit: MOST_OUTSIDE, unit: "of the cases" };
  };
  return [
    error("Remaining cycles, all ends of life", byCell),
    ...ENDS_OF_LIFE.map((end) =>
      error(
        `Remaining cycles to ${end} of the start`,
        byCell.filter(({ endOfLife }) => endOfLife === end),
      ),
    ),
    error("Remaining cycles, whole families left out", byFamily),
    outside("Outside of p10–p90", byCell),
  ];
}
