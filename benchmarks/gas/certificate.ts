import { AbiCoder } from "ethers";
import { certificateIdOf } from "../../protocol/index.js";
import { type Certified, CLAIM, certified, HOUR_S } from "../../test/support/chain/certificates.js";
import { chain } from "../../test/support/chain/chain.js";
import { gasOf } from "../../test/support/chain/gas.js";
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

/** Gas per certificate. */
interface Costs {
  readonly issue: number;
  readonly transfer: number;
  readonly claim: number;
}

/**
 * A certificate's life beside that of Energy Web's: issued for one holder, moved whole to an account that has none of it, and
 * claimed there; one, and per certificate of a hundred hours in one transaction, which Energy Web's issuer needs four for. Both registries are warm: each has issued before,
 * and each claim carries the same data. Ours checks accreditation, rated power and that no quarter of an hour is certified
 * twice; Energy Web's notes a request and its approval.
 */
export async function certificateRows(peers: Peers): Promise<Row[]> {
  const ours = await measureOurs(await certified());
  const theirs = await measureEnergyWeb(peers);
  return (["issue", "transfer", "claim"] as const).flatMap((step) =>
    (["one", "batch"] as const).map((size) => ({
      name: `Certificates: ${step}, ${size === "one" ? "one" : `in a batch of ${BATCH}`}`,
      ours: ours[size][step],
      peers: { [PEER]: theirs?.[size][step] ?? null },
      limit: null,
      unit: "gas per certificate",
    })),
  );
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

async function perOne(gas: Promise<bigint | number>): Promise<number> {
  return Number(await gas) / BATCH;
}
