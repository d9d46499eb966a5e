import type { ContractTransactionResponse } from "ethers";

/** Gas that a transaction used. */
export async function gasOf(
  transaction: ContractTransactionResponse | Promise<ContractTransactionResponse>,
): Promise<bigint> {
  const receipt = await (await transaction).wait();
  if (!receipt) throw new Error("The transaction was not mined.");
  return receipt.gasUsed;
}
