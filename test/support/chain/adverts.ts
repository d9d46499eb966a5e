import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import {
  ADVERTISEMENT_TYPES,
  type AdvertTerms,
  ENERGY_SOURCES,
  escrowForPart,
  marketDomain,
  REPRICING_TYPES,
  WITHDRAWAL_TYPES,
} from "../../../protocol/index.js";
import { signTerms, type Terms } from "./agreements.js";
import { chain, fresh, nowS } from "./chain.js";
import { type Consortium, deployConsortium, lower } from "./consortium.js";
import { bytes32Of } from "./devices.js";
import { enrolHome, fundEscrow, type Home, NOTICE_S, PERIOD_S, PRICE } from "./market.js";

/** What one kWh locks. */
export const ESCROW_PER_KWH = 700_001n;
const ESCROW = 1_000_000_000n;
/** 5 kW. */
export const RATED_W = 5_000;
export const NEVER_S = 2 ** 48 - 1;

/** Two prosumers with the market as their operator, two consumers with escrow, and a day that begins in an hour or two. */
async function village() {
  const c = await deployConsortium();
  const [seller, rival, buyer, other] = [
    await enrolHome(c, c.people[0]!),
    await enrolHome(c, c.people[1]!),
    await enrolHome(c, c.people[2]!),
    await enrolHome(c, c.people[3]!),
  ];
  for (const { account } of [seller, rival]) await c.agreements.connect(account).setOperator(c.market, true);
  for (const { account } of [buyer, other]) await fundEscrow(c, account, ESCROW);
  const startS = (Math.floor((await nowS()) / PERIOD_S) + 2) * PERIOD_S;
  return { ...c, seller, rival, buyer, other, startS };
}

/** The village as it was built, with what is done in it most often. */
export async function openVillage() {
  const v = await fresh(village);
  const { market, seller, buyer, startS } = v;
  const hour = (count: number) => startS + count * PERIOD_S;
  const terms = (change: Partial<AdvertTerms> = {}): AdvertTerms => ({
    exportMeter: seller.meter.device,
    startS,
    endS: hour(6),
    settlementPeriodS: PERIOD_S,
    noticeS: NOTICE_S,
    exportRatedW: RATED_W,
    energySource: ENERGY_SOURCES.indexOf("solar_pv"),
    withCertificates: true,
    pricePerKWh: PRICE,
    quantityWh: 12_000n,
    minPartWh: 1_000n,
    escrowPerKWh: ESCROW_PER_KWH,
    ...change,
  });
  return {
    ...v,
    hour,
    terms,
    /** Places an advert of the seller's, or of whoever is given. Returns its number. */
    async advertise(change: Partial<AdvertTerms> = {}, by: Home = seller): Promise<bigint> {
      await market.connect(by.account).advertise(terms({ exportMeter: by.meter.device, ...change }));
      return market.advertCount();
    },
    /** An agreement of the buyer's, or of another's, that accepts `partWh` of such an advert. */
    agreement: (partWh: bigint, change: Partial<Terms> = {}, by: Home = buyer): Terms => ({
      ...agreementOf(terms(), partWh, by, seller),
      ...change,
    }),
    sign: (agreement: Terms, by: Home = buyer) => signTerms(v, agreement, by.account),
  };
}

/** An agreement that accepts all that an advert says. */
function agreementOf(terms: AdvertTerms, capWh: bigint, consumer: Home, supplier: Home): Terms {
  const { exportMeter, startS, endS, settlementPeriodS, noticeS, exportRatedW, withCertificates, pricePerKWh } = terms;
  return {
    importMeter: consumer.meter.device,
    exportMeter,
    consumer: consumer.account.address,
    startS,
    endS,
    supplier: supplier.account.address,
    settlementPeriodS,
    noticeS,
    importRatedW: 11_000,
    token: supplier.token,
    exportRatedW,
    withCertificates,
    pricePerKWh,
    capWh,
    escrow: escrowForPart(capWh, ESCROW_PER_KWH),
    salt: bytes32Of("acceptance"),
  };
}

type Signed = "Advertisement" | "Repricing" | "Withdrawal";
const TYPES = { Advertisement: ADVERTISEMENT_TYPES, Repricing: REPRICING_TYPES, Withdrawal: WITHDRAWAL_TYPES };

/** What an account signs for the market, with its next nonce unless another is given. */
export async function signForMarket(
  { market }: Consortium,
  type: Signed,
  value: Readonly<Record<string, unknown>>,
  account: HardhatEthersSigner,
): Promise<string> {
  const { chainId } = await chain.ethers.provider.getNetwork();
  const domain = marketDomain({ chainId, market: lower(await market.getAddress()) });
  return account.signTypedData(domain, TYPES[type], {
    nonce: await market.nonces(account),
    deadlineS: NEVER_S,
    ...value,
  });
}
