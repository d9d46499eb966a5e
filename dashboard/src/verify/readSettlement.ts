import { isCallException, type Provider } from "ethers";
import { blockRanges, lowerHex, read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { IEnergySettlement__factory } from "../../../typechain-types/factories/contracts/interfaces/IEnergySettlement__factory.js";
import { ISupplyAgreements__factory } from "../../../typechain-types/factories/contracts/interfaces/ISupplyAgreements__factory.js";
import type { AgreementTerms, ChainDelivery, ChainSettlement } from "./chainReader.js";

interface Reading {
  readonly provider: Provider;
  /** Every `SupplyAgreements` and `EnergySettlement` that the directory ever named, oldest first, at least one each. */
  readonly agreements: readonly Hex[];
  readonly settlements: readonly Hex[];
  readonly blockTag: number;
}

/** What the contracts say of an agreement up to a block. @throws ChainUnreadable, also if no contract knows it. */
export async function readSettlement(of: Reading, agreement: Hex): Promise<ChainSettlement> {
  const [terms, ...settled] = await Promise.all([
    readTerms(of, agreement),
    ...of.settlements.map((settlement) => readSettled(of, settlement, agreement)),
  ]);
  const sum = (amount: (part: (typeof settled)[number]) => bigint) =>
    settled.reduce((total, part) => total + amount(part), 0n);
  return {
    terms,
    deliveries: settled.flatMap(({ deliveries }) => deliveries),
    claimsPaid: sum(({ claimsPaid }) => claimsPaid),
    deliveredWh: sum(({ deliveredWh }) => deliveredWh),
    claim: sum(({ claim }) => claim),
  };
}

/** Terms as the newest contract that knows the agreement has them. */
async function readTerms({ provider, agreements, blockTag }: Reading, agreement: Hex): Promise<AgreementTerms> {
  return await read(`the agreement ${agreement}`, async () => {
    const older = [...agreements];
    for (let address = older.pop(); address !== undefined; address = older.pop()) {
      const contract = ISupplyAgreements__factory.connect(address, provider);
      const terms = await contract.agreementOf(agreement, { blockTag }).catch((error: unknown) => {
        if (isCallException(error) && older.length > 0) return undefined;
        throw error;
      });
      if (terms === undefined) continue;
      const { pricePerKWh, importMeter, exportMeter } = terms;
      return { pricePerKWh, importMeter: lowerHex(importMeter), exportMeter: lowerHex(exportMeter) };
    }
    throw new RangeError("the directory names no contract for it");
  });
}

async function readSettled({ provider, blockTag }: Reading, address: Hex, agreement: Hex) {
  const contract = IEnergySettlement__factory.connect(address, provider);
  const { Delivered, ClaimPaid } = contract.filters;
  return await read(`what was settled under ${agreement}`, async () => {
    const deliveries: ChainDelivery[] = [];
    let claimsPaid = 0n;
    for (const { from, to } of blockRanges(blockTag)) {
      const [delivered, paid] = await Promise.all([
        contract.queryFilter(Delivered(agreement), from, to),
        contract.queryFilter(ClaimPaid(agreement), from, to),
      ]);
      for (const { args } of delivered) {
        deliveries.push({ deliveredWh: args.deliveredWh, paid: args.paid, owed: args.owed });
      }
      for (const { args } of paid) claimsPaid += args.amount;
    }
    const [deliveredWh, claim] = await Promise.all([
      contract.deliveredWhOf(agreement, { blockTag }),
      contract.claimOf(agreement, { blockTag }),
    ]);
    return { deliveries, claimsPaid, deliveredWh, claim };
  });
}
