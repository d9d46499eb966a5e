import { Wallet } from "ethers";
import { escrowForPart, marketDomain, REPRICING_TYPES } from "../../protocol/index.js";
import { signTerms } from "../../test/support/chain/agreements.js";
import { nowS } from "../../test/support/chain/chain.js";
import { type Consortium, lower } from "../../test/support/chain/consortium.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { enrolHome, fundEscrows, NOTICE_S, PERIOD_S, PRICE, termsOf } from "../../test/support/chain/market.js";
import type { Row } from "../report/row.js";

const ESCROW = 10_000_000_000n;
const RATED_W = 5_000;
const QUANTITY_WH = 2_000n;
const PART_WH = 500n;
const DEADLINE_S = 2 ** 48 - 1;

/** What a prosumer and a consumer do on the market, after a first advert and a first sale have paid for shared slots. */
export async function marketRows(c: Consortium): Promise<Row[]> {
  const [account] = c.people;
  if (!account) throw new Error("The consortium has no people");
  const seller = await enrolHome(c, account, { name: "market seller" });
  const buyer = await enrolHome(c, new Wallet(bytes32Of("market buyer")), { name: "market buyer" });
  await c.agreements.connect(seller.account).setOperator(c.market, true);
  await fundEscrows(c, [buyer.account], ESCROW);
  const startS = (Math.floor((await nowS()) / PERIOD_S) + 2) * PERIOD_S;
  const terms = {
    exportMeter: seller.meter.device,
    startS,
    endS: startS + 6 * PERIOD_S,
    settlementPeriodS: PERIOD_S,
    noticeS: NOTICE_S,
    exportRatedW: RATED_W,
    energySource: 0,
    withCertificates: false,
    pricePerKWh: PRICE,
    quantityWh: QUANTITY_WH,
    minPartWh: 1n,
    escrowPerKWh: PRICE,
  };
  const market = c.market.connect(seller.account);
  const accept = async (hour: number) => {
    const agreement = termsOf(buyer, seller, {
      startS: startS + hour * PERIOD_S,
      endS: startS + (hour + 1) * PERIOD_S,
      exportRatedW: RATED_W,
      capWh: PART_WH,
      escrow: escrowForPart(PART_WH, PRICE),
    });
    return c.market.accept(1, agreement, await signTerms(c, agreement, buyer.account), "0x");
  };
  const repriceBySignature = async (pricePerKWh: bigint) => {
    const domain = marketDomain({ chainId: 31337n, market: lower(await c.market.getAddress()) });
    const value = { number: 2, pricePerKWh, nonce: await c.market.nonces(seller.account), deadlineS: DEADLINE_S };
    const signature = await seller.account.signTypedData(domain, REPRICING_TYPES, value);
    return c.market.repriceBySignature(2, pricePerKWh, DEADLINE_S, signature);
  };

  await market.advertise(terms);
  await accept(0);
  await market.advertise(terms);
  await repriceBySignature(PRICE + 1n);
  const rows: [string, bigint][] = [
    ["Advertising surplus beside another advert", await gasOf(market.advertise(terms))],
    ["Accepting a part of an advert: agreement, escrow and remaining quantity", await gasOf(accept(1))],
    ["Repricing an advert", await gasOf(market.reprice(2, PRICE))],
    ["Repricing an advert by signature, relayed", await gasOf(repriceBySignature(PRICE + 2n))],
    ["Withdrawing an advert", await gasOf(market.withdraw(2))],
  ];
  return rows.map(([name, gas]) => ({ name, ours: Number(gas), peers: {}, limit: null, unit: "gas" }));
}
