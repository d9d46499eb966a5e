import { randomBytes } from "node:crypto";
import { hexlify } from "ethers";
import type { Household } from "../../../../demo/community/households.js";
import {
  AGREEMENT_TYPES,
  agreementDomain,
  type Hex,
  type SupplyAgreement,
  UNCAPPED_WH,
  ZERO_HASH,
} from "../../../../protocol/index.js";
import type { World } from "../../../oracle/support/world.js";
import { DAY_S, HOUR_S, type Home, meterIdOf } from "./home.js";

/** Ratings of the connections of a flat and of a prosumer, W. */
const FLAT_W = 10_000n;
const PROSUMER_W = 20_000n;

/** Registers an agreement over the whole day, settled by the hour, in which a home buys from a prosumer. */
export async function agreeWithNeighbour(
  world: World,
  consumer: Home,
  supplier: Home,
  { pricePerKWh, withCertificates }: { pricePerKWh: bigint; withCertificates: boolean },
): Promise<void> {
  const terms = {
    exportMeter: meterIdOf(supplier),
    importRatedW: consumer.profile.flat().some(({ exportWh }) => exportWh > 0n) ? PROSUMER_W : FLAT_W,
    exportRatedW: PROSUMER_W,
    withCertificates,
    pricePerKWh,
    escrow: pricePerKWh / 10n,
  };
  await register(world, consumer, supplier.household, terms);
}

/** Registers an agreement over the whole day with who delivers what the neighbour does not. */
export async function agreeWithGrid(
  world: World,
  consumer: Home,
  supplier: Household,
  pricePerKWh: bigint,
): Promise<void> {
  const terms = {
    exportMeter: ZERO_HASH,
    importRatedW: FLAT_W,
    exportRatedW: 0n,
    withCertificates: false,
    pricePerKWh,
    escrow: 0n,
  };
  await register(world, consumer, supplier, terms);
}

type Own = Pick<SupplyAgreement, "exportMeter" | "withCertificates" | "pricePerKWh" | "escrow"> & {
  readonly importRatedW: bigint;
  readonly exportRatedW: bigint;
};

async function register(
  { contracts, consortium, chainId }: World,
  consumer: Home,
  supplier: Household,
  own: Own,
): Promise<void> {
  const domain = agreementDomain({ chainId, agreements: (await contracts.agreements.getAddress()) as Hex });
  const terms = {
    ...own,
    importMeter: meterIdOf(consumer),
    consumer: consumer.household.address,
    startS: DAY_S,
    endS: DAY_S + 24n * HOUR_S,
    supplier: supplier.address,
    settlementPeriodS: HOUR_S,
    noticeS: 0n,
    token: await contracts.token.getAddress(),
    capWh: UNCAPPED_WH,
    salt: hexlify(randomBytes(32)),
  };
  const consumerSignature = await consumer.household.wallet.signTypedData(domain, AGREEMENT_TYPES, terms);
  const supplierSignature = await supplier.wallet.signTypedData(domain, AGREEMENT_TYPES, terms);
  const relayed = contracts.agreements.connect(consortium.gridOperator);
  await (await relayed.register(terms, consumerSignature, supplierSignature)).wait();
}
