import { lowerHex, read } from "../../../evidence/index.js";
import { type Hex, type SupplyAgreement, ZERO_HASH } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { ContractRefused, refusedAs } from "../../chain/refusals.js";
import { tryCall } from "../../chain/transact.js";
import type { PartyName } from "./agreementValues.js";
import { readBoundPeriod } from "./boundPeriod.js";
import { AGREEMENTS, agreementOf, type OpenAgreements } from "./openAgreements.js";
import type { SignedTerms } from "./signedTerms.js";

const NO_SIGNATURE = "0x";

/**
 * Refuses what the contract would not register, before a party signs it. The party's own call stands for its signature.
 * With the other's signature in the file, all is tried but the escrow, which may be deposited later; without it, what the
 * contract checks before signatures is tried, and what it checks after them is looked up.
 * @throws ContractRefused, TransactionNotTaken, ChainUnreadable
 */
export async function requireRegistrable(
  chain: OpenChain,
  opened: OpenAgreements,
  { agreement, signatures }: SignedTerms,
  party: PartyName,
): Promise<void> {
  const consumer = party === "consumer" ? null : signatures.consumer;
  const supplier = party === "supplier" ? null : signatures.supplier;
  const other = consumer ?? supplier;
  const call = {
    from: agreement[party],
    to: opened.at.contract,
    data: AGREEMENTS.encodeFunctionData("register", [agreement, consumer ?? NO_SIGNATURE, supplier ?? NO_SIGNATURE]),
  };
  const refusal = await refusalOf(chain, call);
  if (refusal === undefined || refusal.code === "EscrowLedgerInsufficient") return;
  const isUnsigned = refusal.code === "SupplyAgreementsInvalidSignature" && other === null;
  if (!isUnsigned) throw refusal;
  await requireFree(opened, agreement);
  if (agreement.exportMeter === ZERO_HASH) return;
  await requirePeriod(chain, agreement);
  await requireUnsettled(opened, agreement);
}

async function refusalOf(
  chain: OpenChain,
  call: { from: Hex; to: Hex; data: string },
): Promise<ContractRefused | undefined> {
  try {
    await tryCall(chain, call);
  } catch (error) {
    if (error instanceof ContractRefused) return error;
    throw error;
  }
  return undefined;
}

/** An import meter's agreements come by their windows, which do not overlap. */
async function requireFree({ agreements }: OpenAgreements, terms: SupplyAgreement): Promise<void> {
  const { importMeter, exportMeter, startS, endS } = terms;
  const found = await read(`the agreements of meter ${importMeter}`, () =>
    exportMeter === ZERO_HASH
      ? agreements.gridAgreementsOf(importMeter)
      : agreements.agreementsOfImportMeter(importMeter),
  );
  // What ethers returns throws beyond its end.
  const ids = [...found];
  const termsOf = async (id: string) => agreementOf(await read(`agreement ${id}`, () => agreements.agreementOf(id)));
  // The first that ends after the window's start, by bisection: a meter may have thousands.
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((await termsOf(ids[middle] ?? "")).endS <= startS) low = middle + 1;
    else high = middle;
  }
  const next = ids[low];
  if (next === undefined || (await termsOf(next)).startS >= endS) return;
  throw refusedAs("SupplyAgreementsOverlap", [importMeter, lowerHex(next)]);
}

async function requirePeriod(chain: OpenChain, { exportMeter, settlementPeriodS }: SupplyAgreement): Promise<void> {
  const { periodS, isBinding } = await readBoundPeriod(chain, exportMeter);
  if (!isBinding || periodS === settlementPeriodS) return;
  throw refusedAs("SupplyAgreementsPeriodMismatch", [exportMeter, periodS, settlementPeriodS]);
}

async function requireUnsettled({ escrow }: OpenAgreements, terms: SupplyAgreement): Promise<void> {
  const { importMeter, exportMeter, startS } = terms;
  const [givenUntilS, taken] = await read(`what is settled of meters ${exportMeter} and ${importMeter}`, () =>
    Promise.all([escrow.settlement.settledUntil(exportMeter), escrow.settlement.importOf(importMeter)]),
  );
  if (BigInt(startS) < givenUntilS) throw refusedAs("EnergySettlementWindowSettled", [exportMeter, givenUntilS]);
  if (taken.number !== 0n && BigInt(startS) < taken.atS) {
    throw refusedAs("EnergySettlementWindowSettled", [importMeter, taken.atS]);
  }
}
