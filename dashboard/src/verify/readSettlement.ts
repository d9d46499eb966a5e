import { isCallException, type Provider } from "ethers";
import { blockRanges, lowerHex, read } from "../../../evidence/index.js";
import { type Hex, ZERO_HASH } from "../../../protocol/index.js";
import type { ISupplyAgreements } from "../../../typechain-types/contracts/interfaces/ISupplyAgreements.js";
import { IEnergySettlement__factory } from "../../../typechain-types/factories/contracts/interfaces/IEnergySettlement__factory.js";
import { ISupplyAgreements__factory } from "../../../typechain-types/factories/contracts/interfaces/ISupplyAgreements__factory.js";
import type { AgreementTerms, ChainDelivery, ChainSettlement } from "./chainReader.js";
import { type Replay, replaySettled } from "./replaySettled.js";

interface Reading {
  readonly provider: Provider;
  /** Every `SupplyAgreements` and `EnergySettlement` that the directory ever named, oldest first, at least one each. */
  readonly agreements: readonly Hex[];
  readonly settlements: readonly Hex[];
  readonly blockTag: number;
}

/** An agreement with the contract that keeps it. */
interface Found {
  readonly contract: ISupplyAgreements;
  readonly address: Hex;
  readonly number: number;
  readonly terms: AgreementTerms;
}

/** Reads what the contracts say of agreements up to a block. A supplier's intervals are replayed once for all of them. */
export class SettlementReader {
  readonly #of: Reading;
  readonly #replays = new Map<string, Promise<Replay>>();

  constructor(of: Reading) {
    this.#of = of;
  }

  /** @throws ChainUnreadable, also if no contract knows the agreement or none settles it. */
  async read(agreement: Hex): Promise<ChainSettlement> {
    const found = await read(`the agreement ${agreement}`, () => this.#find(agreement));
    return await read(`what was settled under ${agreement}`, () => this.#settled(agreement, found));
  }

  /** The agreement as the newest contract that knows it has it. */
  async #find(agreement: Hex): Promise<Found> {
    const { provider, agreements, blockTag } = this.#of;
    const older = [...agreements];
    for (let address = older.pop(); address !== undefined; address = older.pop()) {
      const contract = ISupplyAgreements__factory.connect(address, provider);
      const terms = await contract.agreementOf(agreement, { blockTag }).catch((error: unknown) => {
        if (isCallException(error) && older.length > 0) return undefined;
        throw error;
      });
      if (terms === undefined) continue;
      const { pricePerKWh, importMeter, exportMeter } = terms;
      const number = Number(await contract.numberOf(agreement, { blockTag }));
      const meters = { importMeter: lowerHex(importMeter), exportMeter: lowerHex(exportMeter) };
      return { contract, address, number, terms: { pricePerKWh, ...meters } };
    }
    throw new RangeError("the directory names no contract for it");
  }

  async #settled(agreement: Hex, found: Found): Promise<ChainSettlement> {
    const { terms, number } = found;
    const isGrid = terms.exportMeter === ZERO_HASH;
    const settlement = await this.#settlementOf(found.address);
    const suppliers = isGrid ? await this.#neighboursOf(found) : [terms.exportMeter];
    const replays = await Promise.all(suppliers.map((exportMeter) => this.#replay(settlement, exportMeter)));
    const intervals = replays.flatMap((replay) => replay.intervals);
    const contract = IEnergySettlement__factory.connect(settlement, this.#of.provider);
    const { blockTag } = this.#of;
    const [counted, claim, claimsPaid] = await Promise.all([
      contract.deliveredWhOf(agreement, { blockTag }),
      contract.claimOf(agreement, { blockTag }),
      this.#claimsPaid(settlement, agreement),
    ]);
    return {
      terms,
      deliveries: isGrid ? gridDeliveries(intervals, number) : deliveries(intervals, number),
      claimsPaid,
      // The contract keeps no counter of what a grid supplier delivered.
      ...(isGrid ? {} : { countedWh: counted }),
      claim,
      endsAtHead: replays.every(({ endsAtHead }) => endsAtHead),
    };
  }

  /** The settlement that was created with the contract of the agreements. */
  async #settlementOf(agreements: Hex): Promise<Hex> {
    const { provider, settlements, blockTag } = this.#of;
    for (const address of settlements) {
      const pair = await IEnergySettlement__factory.connect(address, provider).AGREEMENTS({ blockTag });
      if (lowerHex(pair) === agreements) return address;
    }
    throw new RangeError("the directory names no contract that settles it");
  }

  /** Export meters of the neighbours whose intervals a grid supplier's deliveries are told in. */
  async #neighboursOf({ contract, terms }: Found): Promise<Hex[]> {
    const { blockTag } = this.#of;
    const ids = await contract.agreementsOfImportMeter(terms.importMeter, { blockTag });
    const all = await Promise.all(ids.map((id) => contract.agreementOf(id, { blockTag })));
    return [...new Set(all.map(({ exportMeter }) => lowerHex(exportMeter)))];
  }

  #replay(settlement: Hex, exportMeter: Hex): Promise<Replay> {
    const key = `${settlement}${exportMeter}`;
    const known = this.#replays.get(key) ?? replaySettled(this.#of, settlement, exportMeter);
    this.#replays.set(key, known);
    return known;
  }

  async #claimsPaid(settlement: Hex, agreement: Hex): Promise<bigint> {
    const { provider, blockTag } = this.#of;
    const contract = IEnergySettlement__factory.connect(settlement, provider);
    let claimsPaid = 0n;
    for (const { from, to } of blockRanges(blockTag)) {
      const paid = await contract.queryFilter(contract.filters.ClaimPaid(agreement), from, to);
      for (const { args } of paid) claimsPaid += args.amount;
    }
    return claimsPaid;
  }
}

function deliveries(intervals: Replay["intervals"], number: number): ChainDelivery[] {
  return intervals.flatMap(({ numbers, words }) => {
    const member = words.members[numbers.indexOf(number)];
    return member?.isGiven ? [{ deliveredWh: member.deliveredWh, owed: member.owed }] : [];
  });
}

function gridDeliveries(intervals: Replay["intervals"], number: number): ChainDelivery[] {
  return intervals.flatMap(({ words }) =>
    words.members.flatMap(({ grid }) =>
      grid?.number === number ? [{ deliveredWh: grid.deliveredWh, owed: grid.owed }] : [],
    ),
  );
}
