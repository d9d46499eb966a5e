// `npm run year -- DATA_FOLDER`: settles all hours of DATA_FOLDER/community_hourly.csv by the contracts, by the reference and by
// everybody's statements, and compares them to the unit. Whatever differs ends with exit code 1. It takes minutes; the whole
// year is not part of the repository (data/README.md says where it is from).
import { join } from "node:path";
import { kWhText, moneyText } from "../protocol/index.js";
import { settleCommunity } from "../test/settlement/support/communityTwin.js";
import { buildContracts } from "./buildContracts.js";

/** As many hours of one supplier as fit into a transaction under Osaka's cap, with a margin. */
const HOURS_PER_CALL = 60;
const TOKEN_DECIMALS = 6;

const say = (line: string) => console.error(line);

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  say("usage: npm run year -- DATA_FOLDER");
  process.exit(2);
}

buildContracts(say);

const startedMs = performance.now();
let toldMs = startedMs;
const figures = await settleCommunity({
  path: join(folder, "community_hourly.csv"),
  hoursPerCall: HOURS_PER_CALL,
  onProgress(settled, of) {
    const nowMs = performance.now();
    if (nowMs - toldMs < 10_000) return;
    toldMs = nowMs;
    say(`${settled} of ${of} intervals after ${Math.round((nowMs - startedMs) / 1000)} s`);
  },
});
const { homes, hours, readings, intervals, deliveredWh, gridWh, paid, claims, lines, gasUsed } = figures;
console.log(
  `Contracts, reference and statements agree to the unit: ${hours} hours of ${homes} homes, ${readings} readings in ` +
    `${intervals} intervals, ${kWhText(deliveredWh)} kWh from neighbours and ${kWhText(gridWh)} kWh from the grid, ` +
    `${moneyText(paid, TOKEN_DECIMALS)} paid, ${claims} open claims, ${lines} lines billed, ` +
    `${gasUsed / BigInt(readings)} gas per reading, ${Math.round((performance.now() - startedMs) / 1000)} s`,
);
process.exit(0);
