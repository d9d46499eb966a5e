import { fresh } from "../../test/support/chain/chain.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { library, signGrant } from "../../test/support/chain/grants.js";
import type { Row } from "../report/row.js";
import { grownRow, rowOf } from "./grown.js";

const HISTORY = 1_000;
/** Numbers of grants that share a slot of a list: one in so many costs the slot, so a mean over them says what each costs. */
const LISTED = 4;

/** Access to a meter's data. What a grant costs does not depend on how many the meter and its reader had. */
export async function grantRows(): Promise<Row[]> {
  const l = await fresh(library);
  const { dataGrants, owner, terms, give, startS } = l;
  const row = rowOf("Access to data");
  const granted = (count: number) => gasOf(give(terms({ purpose: bytes32Of(`purpose ${count}`) })));

  const costs: number[] = [];
  for (let count = 1; count <= HISTORY + LISTED; count++) costs.push(Number(await granted(count)));
  const second = meanOf(costs.slice(1, 1 + LISTED));
  const last = meanOf(costs.slice(-LISTED));
  const deadlineS = startS + 10 * 86_400;
  const nonce = await dataGrants.nonces(owner);
  const signature = await signGrant(l, terms(), { nonce, deadlineS }, owner);
  const signed = await gasOf(dataGrants.giveBySignature(terms(), deadlineS, signature));
  const revoked = await gasOf(dataGrants.connect(owner).revoke(1));
  return [
    row("granting it", second),
    grownRow(
      "Access to data",
      `granting it, after ${HISTORY.toLocaleString("en-US")} others`,
      BigInt(last),
      BigInt(second),
    ),
    row("granting it by signature, relayed", signed),
    row("revoking it", revoked),
  ];
}

const meanOf = (costs: readonly number[]) => Math.round(costs.reduce((sum, cost) => sum + cost, 0) / costs.length);
