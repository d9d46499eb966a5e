import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { verifyTypedData, Wallet } from "ethers";
import { ChannelClient, type ChannelFacts, ChannelStatus, keySigner } from "../../channels/index.js";
import { fastKeccak, findSecp256k1 } from "../../native/index.js";
import {
  channelDomain,
  channelDomainSeparator,
  Direction,
  fromHex,
  type Hex,
  type SignedVoucher,
  scriptSecp256k1,
  VOUCHER_TYPES,
} from "../../protocol/index.js";
import type { Row } from "../report/row.js";
import { timeInTurns } from "./rounds.js";

const UPDATES = 2_000;
/** As many as wait for an answer at once on a busy day. */
const AT_ONCE = 1_000;
/** ethers takes milliseconds for each. */
const UPDATES_WITH_ETHERS = 30;
/** 16,000 and 26,000 a second, on a machine that needs less than some 50 µs for a signature and its check. */
const TWO_SIDED_US = 62.5;
const PAYEE_US = 38.5;
/** On that machine ethers + SQLite came to 540 a second: the same targets on any machine, beside it in the same run. */
const TWO_SIDED_PERCENT = (100 * 540) / 16_000;
const PAYEE_PERCENT = (100 * 540) / 26_000;
const PEER = "ethers + SQLite, one row per commit";

const CONTRACT = { chainId: 31337n, channels: `0x${"c4".repeat(20)}` } as const;
const wallets = { owner: new Wallet(`0x${"a1".repeat(32)}`), partner: new Wallet(`0x${"b2".repeat(32)}`) };
const lower = (wallet: Wallet) => wallet.address.toLowerCase() as Hex;

const FACTS: ChannelFacts = {
  channel: `0x${"01".repeat(32)}`,
  owner: lower(wallets.owner),
  partner: lower(wallets.partner),
  meter: `0x${"4e".repeat(32)}`,
  importPricePerKWh: 1_200_000n,
  exportPricePerKWh: 0n,
  importBaselineWh: 0n,
  exportBaselineWh: 0n,
  challengePeriodS: 86_400n,
  closesAtS: 0n,
  status: ChannelStatus.Open,
  ownerDeposit: 1n << 100n,
  partnerDeposit: 0n,
};

/** Channel updates, each durable before it is answered. */
export async function channelRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-bench-channels-"));
  const payer = await open(folder, "payer", wallets.owner);
  const payee = await open(folder, "payee", wallets.partner);
  const verifier = await open(folder, "verifier", wallets.partner);
  const peer = ethersOnSqlite(folder);
  let registerWh = 0n;
  const pay = () => {
    registerWh += 1n;
    return payer.pay({ channel: FACTS.channel, direction: Direction.Import, registerWh });
  };
  // Signed beforehand, all rounds of them: the payee alone is timed.
  const ready: SignedVoucher[] = [];
  while (ready.length < UPDATES * 6) ready.push(...(await Promise.all(Array.from({ length: AT_ONCE }, pay))));

  const takenUs = await timeInTurns({
    twoSided: {
      operations: UPDATES,
      run: () => inTurns(async () => payee.accept(await pay())),
    },
    payee: {
      operations: UPDATES,
      run: () => inTurns(() => verifier.accept(ready.shift() as SignedVoucher)),
    },
    ethers: { operations: UPDATES_WITH_ETHERS, run: peer.run },
    ethersPayee: { operations: UPDATES_WITH_ETHERS, run: peer.runPayee },
    floor: { operations: UPDATES, run: () => checks(true) },
    payeeFloor: { operations: UPDATES, run: () => checks(false) },
  });
  for (const each of [payer, payee, verifier, peer]) await each.close();
  rmSync(folder, { recursive: true });
  const curve = findSecp256k1().native ? "in C" : "in JavaScript";
  const percentOfPeer = (us: number) => (100 * us) / takenUs.ethers;
  return [
    {
      name: "Channel update on both sides, beside ethers + SQLite",
      ours: percentOfPeer(takenUs.twoSided),
      peers: { [PEER]: 100 },
      limit: TWO_SIDED_PERCENT,
      unit: "%",
    },
    {
      name: "Channel update at the payee, beside ethers + SQLite on both sides",
      ours: percentOfPeer(takenUs.payee),
      peers: { "ethers + SQLite at the payee alone": percentOfPeer(takenUs.ethersPayee) },
      limit: PAYEE_PERCENT,
      unit: "%",
    },
    {
      name: `Channel update, signed, checked and durable on both sides (secp256k1 ${curve})`,
      ours: takenUs.twoSided,
      peers: { [PEER]: takenUs.ethers, "signing and checking alone": takenUs.floor },
      limit: TWO_SIDED_US,
      unit: "µs",
    },
    {
      name: `Channel update, checked and durable at the payee (secp256k1 ${curve})`,
      ours: takenUs.payee,
      peers: { "the same of ethers + SQLite": takenUs.ethersPayee, "checking alone": takenUs.payeeFloor },
      limit: PAYEE_US,
      unit: "µs",
    },
  ];
}

/** The curve's own work, with nothing hashed, compared or kept. */
function checks(signing: boolean): void {
  const curve = findSecp256k1().native ?? scriptSecp256k1;
  const secret = fromHex(wallets.owner.privateKey as Hex);
  const publicKey = fromHex(wallets.owner.signingKey.publicKey as Hex);
  const digest = new Uint8Array(32).fill(7);
  let { compact } = curve.sign(digest, secret);
  for (let count = 0; count < UPDATES; count++) {
    if (signing) compact = curve.sign(digest, secret).compact;
    if (!curve.verify(digest, compact, publicKey)) throw new Error("A good signature was refused");
  }
}

async function inTurns(update: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < UPDATES; done += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, update));
}

async function open(folder: string, name: string, wallet: Wallet): Promise<ChannelClient> {
  const curve = findSecp256k1().native ?? scriptSecp256k1;
  const keccak = await fastKeccak();
  const client = await ChannelClient.open({
    path: join(folder, `${name}.sqlite`),
    separator: channelDomainSeparator(CONTRACT),
    account: lower(wallet),
    sign: keySigner(fromHex(wallet.privateKey as Hex), curve),
    curve,
    ...(keccak ? { keccak } : {}),
  });
  await client.keep(FACTS);
  return client;
}

/** What somebody would write first: ethers signs and verifies, both sides write one row per commit. */
function ethersOnSqlite(folder: string) {
  const domain = channelDomain(CONTRACT);
  const sides = ["ethersPayer", "ethersPayee"].map((name) => {
    const database = new DatabaseSync(join(folder, `${name}.sqlite`));
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    database.exec("CREATE TABLE vouchers (registerWh TEXT, amount TEXT, signature TEXT)");
    return { database, insert: database.prepare("INSERT INTO vouchers VALUES (?, ?, ?)") };
  });
  let registerWh = 0n;
  const promise = async () => {
    registerWh += 1n;
    const amount = registerWh * 1_200n;
    const voucher = { channel: FACTS.channel, direction: Direction.Import, registerWh, amount };
    const signature = await wallets.owner.signTypedData(domain, VOUCHER_TYPES, voucher);
    sides[0]?.insert.run(`${registerWh}`, `${amount}`, signature);
    return { voucher, signature };
  };
  const take = ({ voucher, signature }: Awaited<ReturnType<typeof promise>>) => {
    if (verifyTypedData(domain, VOUCHER_TYPES, voucher, signature) !== wallets.owner.address)
      throw new Error("A good voucher was refused");
    sides[1]?.insert.run(`${voucher.registerWh}`, `${voucher.amount}`, signature);
  };
  const ready = promise();
  return {
    run: async () => {
      for (let count = 0; count < UPDATES_WITH_ETHERS; count++) take(await promise());
    },
    /** The payee's part: it makes no difference to it which good voucher it takes. */
    runPayee: async () => {
      for (let count = 0; count < UPDATES_WITH_ETHERS; count++) take(await ready);
    },
    close: async () => {
      for (const { database } of sides) database.close();
    },
  };
}
