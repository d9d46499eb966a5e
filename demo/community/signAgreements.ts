import type { JsonRpcSigner } from "ethers";
import { AGREEMENT_TYPES, agreementDomain, type Hex, newSalt, UNCAPPED_WH } from "../../protocol/index.js";
import type { DemoContracts } from "../chain/contracts.js";
import type { Household } from "./households.js";
import type { Matching } from "./matching.js";
import type { SimulatedMeter } from "./meters.js";

const SETTLEMENT_PERIOD_S = 3_600n;
const NOTICE_S = 86_400n;

/** What is the same in every agreement. */
export interface CommonTerms {
  /** Token units per kWh. */
  readonly pricePerKWh: bigint;
  /** Of every home's connection, W. */
  readonly ratedW: bigint;
  readonly startS: bigint;
  readonly endS: bigint;
}

export interface SignAgreementsOptions {
  readonly contracts: DemoContracts;
  readonly chainId: bigint;
  readonly relay: JsonRpcSigner;
  readonly matching: Matching;
  readonly households: ReadonlyMap<string, Household>;
  readonly meters: ReadonlyMap<string, SimulatedMeter>;
  readonly terms: CommonTerms;
  /** What each consumer's agreement locks of its escrow by home, token units. */
  readonly escrows: ReadonlyMap<string, bigint>;
  readonly signal: AbortSignal;
}

/** Both households sign every match's agreement with their wallets; the operator relays it. */
export async function signAgreements(options: SignAgreementsOptions): Promise<void> {
  const { contracts, chainId, relay, matching, households, meters, terms, escrows, signal } = options;
  const { pricePerKWh, ratedW, startS, endS } = terms;
  const domain = agreementDomain({ chainId, agreements: (await contracts.agreements.getAddress()) as Hex });
  const token = await contracts.token.getAddress();
  const party = (home: string) => {
    const household = households.get(home);
    const meter = meters.get(home);
    if (household === undefined || meter === undefined) throw new TypeError(`${home} is not a home of this community`);
    return { wallet: household.wallet, meter: meter.device.id };
  };
  for (const match of matching.matches) {
    signal.throwIfAborted();
    const consumer = party(match.consumer);
    const supplier = party(match.supplier);
    const agreement = {
      importMeter: consumer.meter,
      exportMeter: supplier.meter,
      consumer: consumer.wallet.address,
      startS,
      endS,
      supplier: supplier.wallet.address,
      settlementPeriodS: SETTLEMENT_PERIOD_S,
      noticeS: NOTICE_S,
      importRatedW: ratedW,
      token,
      exportRatedW: ratedW,
      withCertificates: true,
      pricePerKWh,
      capWh: UNCAPPED_WH,
      escrow: escrows.get(match.consumer) ?? 0n,
      salt: newSalt(),
    };
    const consumerSignature = await consumer.wallet.signTypedData(domain, AGREEMENT_TYPES, agreement);
    const supplierSignature = await supplier.wallet.signTypedData(domain, AGREEMENT_TYPES, agreement);
    const register = contracts.agreements.connect(relay).register;
    await (await register(agreement, consumerSignature, supplierSignature)).wait();
  }
}
