import { id, type JsonRpcSigner, MaxUint256, Signature } from "ethers";
import { PERMIT_TYPES } from "../../protocol/index.js";
import type { Consortium } from "../chain/consortium.js";
import type { DemoContracts } from "../chain/contracts.js";
import { attestReserves, mintByQuorum } from "../chain/treasury.js";
import type { Household } from "./households.js";

export interface FundEscrowsOptions {
  readonly contracts: DemoContracts;
  readonly chainId: bigint;
  readonly consortium: Consortium;
  readonly households: ReadonlyMap<string, Household>;
  /** What each consumer pays in by home, token units. */
  readonly deposits: ReadonlyMap<string, bigint>;
  /** Block time, Unix seconds. */
  readonly nowS: bigint;
  readonly signal: AbortSignal;
}

/** Attests the money and mints it to the consumers, both by quorum, and moves it into their escrows by their permits. */
export async function fundEscrows({
  contracts,
  chainId,
  consortium,
  households,
  deposits,
  nowS,
  signal,
}: FundEscrowsOptions): Promise<void> {
  const reserves = [...deposits.values()].reduce((sum, amount) => sum + amount, 0n);
  const { gridOperator, treasurers } = consortium;
  const treasury = { token: contracts.token.connect(gridOperator), chainId, treasurers };
  await attestReserves(treasury, { amount: reserves, asOfS: nowS, reportHash: id("Wattproof demo reserves") });

  for (const household of households.values()) {
    signal.throwIfAborted();
    const amount = deposits.get(household.home) ?? 0n;
    if (amount === 0n) continue;
    const paymentReference = id(`Wattproof demo payment of ${household.home}`);
    await mintByQuorum(treasury, { to: household.address, amount, paymentReference });
    await depositByPermit(contracts, chainId, gridOperator, household, amount);
  }
}

async function depositByPermit(
  contracts: DemoContracts,
  chainId: bigint,
  relay: JsonRpcSigner,
  { wallet }: Household,
  amount: bigint,
): Promise<void> {
  const [name, verifyingContract, spender, nonce] = await Promise.all([
    contracts.token.name(),
    contracts.token.getAddress(),
    contracts.settlement.getAddress(),
    contracts.token.nonces(wallet.address),
  ]);
  const permit = { owner: wallet.address, spender, value: amount, nonce, deadline: MaxUint256 };
  const domain = { name, version: "1", chainId, verifyingContract };
  const { v, r, s } = Signature.from(await wallet.signTypedData(domain, PERMIT_TYPES, permit));
  const settlement = contracts.settlement.connect(relay);
  await (await settlement.depositWithPermit(wallet.address, amount, MaxUint256, v, r, s)).wait();
}
