import { expect } from "chai";
import { AbiCoder, encodeBytes32String, id, type JsonRpcApiProvider } from "ethers";
import { describe, it } from "mocha";
import { currentAddress, readRoots } from "../../evidence/index.js";
import { DeviceStatus, parseRoots, serializeRoots, verifyEvidence, type WattproofError } from "../../protocol/index.js";
import { RecordAnchor__factory } from "../../typechain-types/index.js";
import { failure } from "../indexer/support/failure.js";
import { bench } from "../indexer/support/open.js";
import { IDENTIFIER, provider, RATED_MICRO_AH } from "../indexer/support/scenario.js";
import { storedRoots } from "../support/bft/storedRoots.js";
import { TestStream } from "../support/chain/batches.js";
import { advanceTo, chain, nowS } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";

describe("readRoots", () => {
  const the = bench();
  const read = (options: { passports?: string[]; provider?: JsonRpcApiProvider } = {}) =>
    readRoots({ provider: provider(), directory: the.scene.directory, passports: [IDENTIFIER], ...options });

  it("reads everything that a verifier of evidence must trust, at one block", async () => {
    const { batches, devices, directory, cycles, consortium } = the.scene;
    await consortium.devices.connect(consortium.maker).suspend(devices.battery);
    const roots = await read();
    const block = await chain.ethers.provider.getBlock("latest");
    expect(roots).to.include({ chainId: 31337n, directory });
    expect(roots.genesisHash).to.equal((await chain.ethers.provider.getBlock(0))?.hash);
    expect(roots.block).to.deep.equal({
      number: BigInt(block?.number ?? 0),
      hash: block?.hash,
      timestampS: BigInt(block?.timestamp ?? 0),
    });
    expect(roots.batches).to.have.length(4);
    expect(roots.batches.slice(0, 3).map(({ root, sequence, count }) => [root, sequence, count])).to.deep.equal(
      batches.map(({ root, sequence, leaves }) => [root, sequence, leaves.length]),
    );
    const [device, ...others] = roots.devices;
    expect(others).to.deep.equal([]);
    expect(device).to.include({ device: devices.battery, kind: 2 });
    expect(device?.signers).to.have.length(1);
    expect(device?.statuses.at(-1)?.status).to.equal(DeviceStatus.Suspended);
    const [passport] = roots.passports;
    expect(passport).to.include({
      batteryPassportIdentifier: IDENTIFIER,
      maker: lower(consortium.maker.address),
      ratedCapacityMicroAh: RATED_MICRO_AH,
    });
    expect(passport?.bindings.map(({ firstSequence }) => firstSequence)).to.deep.equal([1n]);
    expect(passport?.checkpoint).to.include({ device: devices.battery, sequence: 3n });
    expect(cycles).to.have.length(4);
    expect(parseRoots(serializeRoots(roots))).to.deep.equal(roots);
  });

  it("lets the read model's evidence verify, whole or by the bundle alone", async () => {
    const { queries } = await the.synced();
    const bundle = await queries.evidenceOf(IDENTIFIER);
    const whole = verifyEvidence({ bundle, roots: await read() });
    expect(whole.faults).to.deep.equal([]);
    const wanted = await readRoots({ provider: provider(), directory: the.scene.directory, bundle });
    expect(wanted.batches).to.have.length(2);
    expect(verifyEvidence({ bundle, roots: wanted }).ok).to.equal(true);
    const shortened = { ...bundle, records: bundle.records.slice(0, 2) };
    expect(verifyEvidence({ bundle: shortened, roots: wanted }).faults.map(({ code }) => code)).to.include(
      "HistoryTruncated",
    );
  });

  /** A provider that counts the calls of contracts. */
  const counting = () => {
    const counted = provider();
    const send = counted.send.bind(counted);
    const count = { calls: 0 };
    counted.send = (method, params) => {
      if (method === "eth_call") count.calls += 1;
      return send(method, params as unknown[]);
    };
    return { counted, count };
  };
  const madeUp = (index: number) => ({
    stream: bytes32Of("nobody's"),
    sequence: BigInt(index + 1),
    root: bytes32Of(`made up ${index}`),
    count: 1,
  });

  it("asks for the batches that a bundle's records are in, each once, and for no other", async () => {
    const { queries } = await the.synced();
    const bundle = await queries.evidenceOf(IDENTIFIER);
    const { directory } = the.scene;
    const honest = counting();
    await readRoots({ provider: honest.counted, directory, bundle });
    const padded = { ...bundle, batches: [...bundle.batches, ...Array.from({ length: 50 }, (_, at) => madeUp(at))] };
    const { counted, count } = counting();
    const roots = await readRoots({ provider: counted, directory, bundle: padded });
    expect(roots.batches).to.have.length(2);
    expect(count.calls).to.equal(honest.count.calls);
  });

  it("asks for no batch of a bundle of another deployment or of a battery without a passport", async () => {
    const { queries } = await the.synced();
    const bundle = await queries.evidenceOf(IDENTIFIER);
    const { directory } = the.scene;
    const others = [
      { ...bundle, chain: { ...bundle.chain, chainId: 1n } },
      { ...bundle, chain: { ...bundle.chain, genesisHash: bytes32Of("genesis") } },
      { ...bundle, chain: { ...bundle.chain, directory: `0x${"22".repeat(20)}` as const } },
      { ...bundle, passport: { ...bundle.passport, batteryPassportIdentifier: "B9999" } },
    ];
    for (const other of others) {
      const roots = await readRoots({ provider: provider(), directory, bundle: other });
      expect(roots.batches).to.deep.equal([]);
      expect(verifyEvidence({ bundle: other, roots }).ok).to.equal(false);
    }
  });

  it("gives up on a bundle of made-up batches", async () => {
    const { queries } = await the.synced();
    const bundle = await queries.evidenceOf(IDENTIFIER);
    const [record] = bundle.records;
    if (record === undefined) return expect.fail("The scenario has records.");
    const numbers = Array.from({ length: 3_000 }, (_, index) => index);
    const flood = {
      ...bundle,
      batches: numbers.map(madeUp),
      records: numbers.map((batch) => ({ ...record, batch })),
    };
    const { counted, count } = counting();
    const reading = readRoots({ provider: counted, directory: the.scene.directory, bundle: flood });
    const { facts } = await failure(reading, "BatchesNotAnchored");
    expect(facts.batchCount).to.equal(1_000);
    expect(count.calls).to.be.lessThan(1_100);
  });

  it("leaves out batches that were never anchored and batteries without a passport", async () => {
    const { batches, directory } = the.scene;
    const [first] = batches;
    if (first === undefined) return expect.fail("The scenario has batches.");
    const { stream, sequence, root } = first;
    const roots = await readRoots({
      provider: provider(),
      directory,
      passports: ["B9999"],
      batches: [
        { stream, sequence, root },
        { stream, sequence, root: bytes32Of("never") },
        { stream, sequence: sequence + 1n, root },
      ],
    });
    expect(roots.batches.map((batch) => batch.root)).to.deep.equal([root]);
    expect(roots.passports).to.deep.equal([]);
    expect(roots.devices).to.deep.equal([]);
  });

  it("knows the batches of every RecordAnchor that the directory ever named", async () => {
    const { consortium, batches } = the.scene;
    const { administrator, authority, directory, oracle } = consortium;
    const anchor = await new RecordAnchor__factory(administrator).deploy(authority);
    const selector = id("openStream(bytes32,bytes32)").slice(0, 10);
    await authority.setTargetFunctionRole(anchor, [selector], 1n);
    const moved = { ...consortium, anchor: anchor.connect(oracle) };
    const stream = await TestStream.open(moved, "moved");
    const latest = await stream.anchor([bytes32Of("record")]);
    await directory.connect(administrator).set(encodeBytes32String("RecordAnchor"), anchor);
    const roots = (await read()).batches.map(({ root }) => root);
    expect(roots).to.include.members([latest.root, ...batches.map(({ root }) => root)]);
    const wanted = [batches[0], latest].map((batch) => batch ?? latest);
    const named = await readRoots({
      provider: provider(),
      directory: the.scene.directory,
      passports: [],
      batches: wanted,
    });
    expect(named.batches.map(({ root }) => root)).to.deep.equal(wanted.map(({ root }) => root));
    const proven = await storedRoots(provider(), the.scene.directory, IDENTIFIER, named.batches);
    expect(proven.batches).to.deep.equal(named.batches);
  });

  it("does not take an event's word for a batch", async () => {
    const lying = provider();
    const send = lying.send.bind(lying);
    lying.send = async (method, params) => {
      const answer = await send(method, params as unknown[]);
      if (method !== "eth_getLogs") return answer;
      const forged = structuredClone(answer[0]);
      forged.topics[3] = bytes32Of("forged root");
      return [...answer, forged];
    };
    const error = await failure(read({ provider: lying }), "BatchUnconfirmed");
    expect(error.facts.root).to.equal(bytes32Of("forged root"));
  });

  it("notices a block that was replaced while it read", async () => {
    const snapshot = await chain.networkHelpers.takeSnapshot();
    await advanceTo((await nowS()) + 100);
    const slow = provider();
    const send = slow.send.bind(slow);
    let replaced = false;
    slow.send = async (method, params) => {
      const answer = await send(method, params as unknown[]);
      if (method === "eth_getLogs" && !replaced) {
        replaced = true;
        await snapshot.restore();
        await advanceTo((await nowS()) + 200);
      }
      return answer;
    };
    await failure(read({ provider: slow }), "RootsBlockReplaced");
  });

  it("names what is wrong with the address or the node", async () => {
    const at = (directory: `0x${string}`, from = provider()) =>
      readRoots({ provider: from, directory, passports: [IDENTIFIER] });
    await failure(at(`0x${"11".repeat(20)}`), "DirectoryMissing");
    const empty = provider();
    const send = empty.send.bind(empty);
    const history = id("history(bytes32)").slice(0, 10);
    empty.send = async (method, params) => {
      const [call] = params as [{ data?: string; input?: string }];
      const isHistory = method === "eth_call" && (call.data ?? call.input)?.startsWith(history);
      return isHistory
        ? AbiCoder.defaultAbiCoder().encode(["tuple(address,uint48)[]"], [[]])
        : send(method, params as unknown[]);
    };
    const error = await failure(at(the.scene.directory, empty), "ContractNotNamed");
    expect(error.facts.directory).to.equal(the.scene.directory);
    const down = provider();
    down.send = () => Promise.reject(new Error("no route"));
    await failure(at(the.scene.directory, down), "ChainUnreadable");
  });

  it("reads what a retired contract holds on: it was anchored and stays so", async () => {
    const { consortium, directory } = the.scene;
    const before = await read();
    await consortium.directory.connect(consortium.administrator).retire(encodeBytes32String("RecordAnchor"));
    expect((await read()).batches).to.deep.equal(before.batches);
    const { number: blockTag } = (await chain.ethers.provider.getBlock("latest"))!;
    const at = { provider: provider(), directory, blockTag };
    const error = await currentAddress(at, "RecordAnchor").then(
      () => expect.fail("it was found"),
      (refused: WattproofError) => refused,
    );
    expect(error.code).to.equal("ContractRetired");
    expect(error.facts).to.deep.equal({ directory, name: "RecordAnchor" });
  });

  it("takes only the missing token's own error for a missing passport", async () => {
    const failing = provider();
    const send = failing.send.bind(failing);
    const passportOf = id("passportOf(uint256)").slice(0, 10);
    failing.send = async (method, params) => {
      const [call] = params as [{ data?: string; input?: string }];
      if (method === "eth_call" && (call.data ?? call.input)?.startsWith(passportOf)) throw new Error("pruned");
      return send(method, params as unknown[]);
    };
    await failure(read({ provider: failing }), "ChainUnreadable");
  });
});
