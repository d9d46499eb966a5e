import type { TransactionResponse } from "ethers";

/** Gas that a transaction used. */
export async function gasOf(transaction: TransactionResponse | Promise<TransactionResponse>): Promise<bigint> {
  const receipt = await (await transaction).wait();
  if (!receipt) throw new Error("The transaction was not mined.");
  return receipt.gasUsed;
}
