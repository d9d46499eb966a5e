import { AbiCoder, Wallet } from "ethers";
import { certificateIdOf, type DeviceAccreditation, type Hex, ZERO_HASH } from "../../protocol/index.js";
import type { Party } from "../../test/support/chain/agreements.js";
import { type Certified, CLAIM, certified, HOUR_S, signAccreditation } from "../../test/support/chain/certificates.js";
import { chain, fresh } from "../../test/support/chain/chain.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import {
  agree,
  endOf,
  enrolHome,
  fundEscrows,
  type Home,
  intervalOf,
  openMeters,
} from "../../test/support/chain/market.js";
import { headAfter, settledBy } from "../../test/support/chain/settled.js";
import type { Row } from "../report/row.js";
import { deploy, gasOfCall } from "./deploy.js";
import type { Peers } from "./peers.js";

const BATCH = 100;
const HOUR_WH = 1000n;
/** As many as Energy Web's issuer certifies in one transaction under Osaka's cap of 16,777,216 gas, and a divisor of a hundred. */
const MOST_ISSUED = 25;
/** Energy Web's topics are numbers of its own; the value costs what any small one does. */
const TOPIC = 1;
const PEER = "Energy Web's issuer";
/** A day of hours is certified from settlement. */
const SETTLED = 24;
const CONSUMERS = 4;

/** Gas per certificate. */
interface Costs {
  readonly issue: number;
  readonly transfer: number;
  readonly claim: number;
}

/**
 * A certificate's life beside that of Energy Web's: issued for one holder, moved whole to an account that has none of it, and
 * claimed there; one, and per certificate of a hundred hours in one transaction, which Energy Web's issuer needs four for.
 * Both registries are warm: each has issued before, and each claim carries the same data. Ours checks accreditation, rated
 * power and that no quarter of an hour is certified twice; Energy Web's notes a request and its approval.
 */
export async function certificateRows(peers: Peers): Promise<Row[]> {
  const c = await fresh(certified);
  const ours = await measureOurs(c);
  const theirs = await measureEnergyWeb(peers);
  const rows = (["issue", "transfer", "claim"] as const).flatMap((step): Row[] =>
    (["one", "batch"] as const).map((size) => ({
      name: `Certificates: ${step}, ${size === "one" ? "one" : `in a batch of ${BATCH}`}`,
      ours: ours[size][step],
      peers: { [PEER]: theirs?.[size][step] ?? null },
      limit: null,
      unit: "gas per certificate",
    })),
  );
  const name = `Certificates: ${SETTLED} settled intervals, each for a supplier and ${CONSUMERS} consumers`;
  const fromSettlement = await measureCertifier(c);
  return [...rows, { name, ours: fromSettlement, peers: {}, limit: null, unit: "gas per certificate" }];
}

/**
 * Gas to prove and certify a settled interval of a supplier whose four consumers get certificates: five holders each. The
 * second day of two, as any later one.
 */
async function measureCertifier(c: Certified): Promise<number> {
  const home = (name: string): Promise<Home<Party>> => enrolHome(c, new Wallet(bytes32Of(name)), { name });
  const supplier = await home("certified supplier");
  const homes = [supplier];
  for (let index = 0; index < CONSUMERS; index++) homes.push(await home(`certified consumer ${index}`));
  for (const consumer of homes.slice(1)) await agree(c, consumer, supplier, { withCertificates: true });
  await openMeters(c, homes);
  const accounts = homes.slice(1).map(({ account }) => account);
  await fundEscrows(c, accounts, 10_000_000_000n);
  const device = supplier.meter.device;
  const accreditation: DeviceAccreditation = {
    ...c.wish,
    device,
    validFromS: BigInt(endOf(0)),
    validUntilS: BigInt(endOf(240)),
  };
  await c.certificates.accredit(accreditation, await signAccreditation(c, accreditation, c.body));

  const certifyDay = async (day: number, fromHead: Hex) => {
    const hours = [];
    for (let count = day * SETTLED + 1; count <= (day + 1) * SETTLED; count++) {
      const readings = homes.map(({ meter }) => meter.read(endOf(count), BigInt(count * 200), BigInt(count * 1000)));
      hours.push(await intervalOf(c, supplier, endOf(count), readings));
    }
    const told = await settledBy(c, c.settlement.settle(hours));
    const intervals = told.map(({ roster, endS, words }) => ({ roster, endS, words: [...words] }));
    return {
      gas: await perOne(gasOf(c.certifier.certify(device, fromHead, intervals)), SETTLED),
      head: headAfter(told, fromHead),
    };
  };
  const { head } = await certifyDay(0, ZERO_HASH);
  return (await certifyDay(1, head)).gas;
}

async function measureOurs(c: Certified): Promise<{ one: Costs; batch: Costs }> {
  const { certificates, device, owner, consumer } = c;
  const interval = (index: number) => ({ device, startS: c.hour(index), endS: c.hour(index) + HOUR_S });
  const issued = (index: number) => ({ ...interval(index), holders: [owner.address], amountsWh: [HOUR_WH] });
  const byOwner = certificates.connect(owner);
  const byConsumer = certificates.connect(consumer);
  // The first pays for what all later ones use.
  await c.issueHour(0);

  const { startS, endS, holders, amountsWh } = issued(1);
  const id = certificateIdOf(interval(1));
  const one = {
    issue: Number(await gasOf(certificates.issue(device, startS, endS, holders, amountsWh))),
    transfer: Number(await gasOf(byOwner.safeTransferFrom(owner, consumer, id, HOUR_WH, "0x"))),
    claim: Number(await gasOf(byConsumer.safeTransferAndClaimFrom(consumer, consumer, id, HOUR_WH, "0x", CLAIM))),
  };

  const hours = Array.from({ length: BATCH }, (_, index) => index - BATCH);
  const ids = hours.map((index) => certificateIdOf(interval(index)));
  const amounts = ids.map(() => HOUR_WH);
  const claims = ids.map(() => CLAIM);
  const batch = {
    issue: await perOne(gasOf(certificates.issueBatch(hours.map(issued)))),
    transfer: await perOne(gasOf(byOwner.safeBatchTransferFrom(owner, consumer, ids, amounts, "0x"))),
    claim: await perOne(
      gasOf(byConsumer.safeBatchTransferAndClaimFrom(consumer, consumer, ids, amounts, "0x", claims)),
    ),
  };
  return { one, batch };
}

/** Called without the proxy that Energy Web deploys it behind, which would only add. */
async function measureEnergyWeb({ issuer, certificateRegistry }: Peers) {
  if (!issuer || !certificateRegistry) return undefined;
  const registry = await deploy(certificateRegistry, "");
  const contract = await deploy(issuer);
  await gasOfCall(contract, "initialize", TOPIC, await registry.getAddress());
  const [, owner, , consumer] = await chain.ethers.getSigners();
  if (!owner || !consumer) throw new Error("The chain has too few accounts");
  const byConsumer = registry.connect(consumer) as typeof registry;

  // Start, end, device and further data, as Energy Web's own client encodes them.
  const dataOf = (index: number) =>
    AbiCoder.defaultAbiCoder().encode(
      ["uint256", "uint256", "string", "string"],
      [1_700_000_000 + index * HOUR_S, 1_700_000_000 + (index + 1) * HOUR_S, "meter-1", ""],
    );
  await gasOfCall(contract, "issue", owner.address, HOUR_WH, dataOf(0));
  const one = {
    issue: await gasOfCall(contract, "issue", owner.address, HOUR_WH, dataOf(1)),
    transfer: await gasOfCall(registry, "safeTransferFrom", owner.address, consumer.address, 2n, HOUR_WH, "0x"),
    claim: await gasOfCall(
      byConsumer,
      "safeTransferAndClaimFrom",
      ...[consumer.address, consumer.address, 2n, HOUR_WH, "0x", CLAIM],
    ),
  };

  const issued = Array.from({ length: BATCH }, (_, index) => index + 2);
  let issueGas = 0;
  for (let at = 0; at < BATCH; at += MOST_ISSUED) {
    const some = issued.slice(at, at + MOST_ISSUED);
    const owners = some.map(() => owner.address);
    const values = some.map(() => HOUR_WH);
    issueGas += await gasOfCall(contract, "issueBatch", owners, values, some.map(dataOf));
  }
  const ids = issued.map((index) => BigInt(index + 1));
  const values = ids.map(() => HOUR_WH);
  const move = [owner.address, consumer.address, ids, values, "0x"];
  const use = [consumer.address, consumer.address, ids, values, "0x", ids.map(() => CLAIM)];
  const batch = {
    issue: issueGas / BATCH,
    transfer: await perOne(gasOfCall(registry, "safeBatchTransferFrom", ...move)),
    claim: await perOne(gasOfCall(byConsumer, "safeBatchTransferAndClaimFrom", ...use)),
  };
  return { one, batch };
}

async function perOne(gas: Promise<bigint | number>, count = BATCH): Promise<number> {
  return Number(await gas) / count;
}
