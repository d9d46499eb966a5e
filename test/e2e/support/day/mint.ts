import { hexlify, randomBytes } from "ethers";
import { attestReserves, mintByQuorum } from "../../../../demo/chain/treasury.js";
import type { World } from "../../../oracle/support/world.js";

/** Money that came in later: attested, minted to the treasurer, and allowed to whoever takes it from there. */
export async function mintFor({ contracts, consortium, chainId, provider }: World, spender: string, amount: bigint) {
  const { gridOperator, treasurer, treasurers } = consortium;
  const treasury = { token: contracts.token.connect(gridOperator), chainId, treasurers };
  const asOfS = BigInt((await provider.getBlock("latest"))?.timestamp ?? 0);
  const reserves = (await contracts.token.totalSupply()) + amount;
  await attestReserves(treasury, { amount: reserves, asOfS, reportHash: hexlify(randomBytes(32)) });
  await mintByQuorum(treasury, { to: treasurer.address, amount, paymentReference: hexlify(randomBytes(32)) });
  await (await contracts.token.connect(treasurer).approve(spender, amount)).wait();
}
