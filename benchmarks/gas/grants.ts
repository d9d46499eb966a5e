import { fresh } from "../../test/support/chain/chain.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { library, signGrant } from "../../test/support/chain/grants.js";
import type { Row } from "../report/row.js";
import { grownRow, rowOf } from "./grown.js";

const HISTORY = 1_000;

/** Access to a meter's data. What a grant costs does not depend on how many the meter and its reader had. */
export async function grantRows(): Promise<Row[]> {
  const l = await fresh(library);
  const { dataGrants, owner, terms, give, startS } = l;
  const row = rowOf("Access to data");
  const granted = (count: number) => gasOf(give(terms({ purpose: bytes32Of(`purpose ${count}`) })));

  await granted(1);
  const second = await granted(2);
  let last = second;
  for (let count = 3; count <= HISTORY + 1; count++) last = await granted(count);
  const deadlineS = startS + 10 * 86_400;
  const nonce = await dataGrants.nonces(owner);
  const signature = await signGrant(l, terms(), { nonce, deadlineS }, owner);
  const signed = await gasOf(dataGrants.giveBySignature(terms(), deadlineS, signature));
  const revoked = await gasOf(dataGrants.connect(owner).revoke(1));
  return [
    row("granting it", second),
    grownRow("Access to data", `granting it, after ${HISTORY.toLocaleString("en-US")} others`, last, second),
    row("granting it by signature, relayed", signed),
    row("revoking it", revoked),
  ];
}
