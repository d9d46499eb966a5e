import type { Statement } from "../../../protocol/index.js";
import { chain } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { compareBills } from "./bills.js";
import type { Twin } from "./twin.js";

/** Bills everybody on the tests' chain, and compares the bills with the reference and with each other. */
export async function compareStatements(twin: Twin): Promise<Statement[]> {
  const { consortium, reference, settled } = twin;
  const settlement = lower(await consortium.settlement.getAddress());
  return compareBills({ provider: chain.ethers.provider, settlement, reference, settled }, twin.accounts());
}
