// `npm run gas [-- --json]`: what Wattproof's contracts cost, and what others cost for the same, on one simulated chain in
// this process. Gas is exact: a limit that is missed ends with exit code 1.
import { deployConsortium } from "../test/support/chain/consortium.js";
import { buildContracts } from "./buildContracts.js";
import { anchoringRows } from "./gas/anchoring.js";
import { certificateRows } from "./gas/certificate.js";
import { channelRows } from "./gas/channels.js";
import { compileYardsticks } from "./gas/compile.js";
import { contributionRows } from "./gas/contributions.js";
import { deliveryRows } from "./gas/deliveries.js";
import { deviceRows } from "./gas/devices.js";
import { governanceRows } from "./gas/governance.js";
import { grantRows } from "./gas/grants.js";
import { lotRows } from "./gas/lots.js";
import { marketRows } from "./gas/market.js";
import { millionReadingsRows } from "./gas/millionReadings.js";
import { negotiationRows } from "./gas/negotiation.js";
import { passportRows } from "./gas/passport.js";
import { loadPeers } from "./gas/peers.js";
import { proofRows } from "./gas/proof.js";
import { quotationRows } from "./gas/quotations.js";
import { reputationRows } from "./gas/reputation.js";
import { settlementRows } from "./gas/settlement.js";
import { plainTransfer, tokenRows } from "./gas/token.js";
import { printRows } from "./report/print.js";
import { type Row, standingOf } from "./report/row.js";

const say = (line: string) => console.error(line);

buildContracts(say);

const yardsticks = compileYardsticks();
const peers = loadPeers(say);
const consortium = await deployConsortium();
const transfer = await plainTransfer(consortium, yardsticks.PlainToken);
const rows: Row[] = [];
for (const [what, measure] of [
  ["anchoring", () => anchoringRows(consortium, yardsticks.RecordStore, peers)],
  ["proofs", () => proofRows(consortium, yardsticks.ProofCost)],
  ["devices", () => deviceRows(consortium, peers)],
  ["passports", () => passportRows(consortium)],
  ["certificates", () => certificateRows(peers)],
  ["settlement", () => settlementRows(consortium, transfer)],
  ["market", () => marketRows(consortium)],
  ["channels", () => channelRows(consortium)],
  ["the token", () => tokenRows(consortium, transfer)],
  // On chains of their own: what stands here goes back to what their fixtures leave.
  ["negotiations", negotiationRows],
  ["quotations", quotationRows],
  ["lots", lotRows],
  ["reputation", reputationRows],
  ["grants", grantRows],
  ["contributions", contributionRows],
  ["deliveries", deliveryRows],
  ["decisions of the members", () => governanceRows(yardsticks.PlainGovernor)],
  ["a million readings", millionReadingsRows],
] as const) {
  say(`Measuring ${what}`);
  rows.push(...(await measure()));
}
printRows(rows, { json: process.argv.includes("--json") });
process.exitCode = rows.some((row) => ["over", "unmeasured"].includes(standingOf(row))) ? 1 : 0;
