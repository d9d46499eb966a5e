import { expect } from "chai";
import { before, describe, it } from "mocha";
import { collectSealed } from "../../evidence/index.js";
import {
  type BlockHeader,
  decodeHeader,
  ExtraDataInvalid,
  encodeHeader,
  HeaderInvalid,
  QuorumMissing,
  SealerUnknown,
  ValidatorsDiffer,
} from "../../protocol/bft/index.js";
import { type EvidenceBundle, fromHex, type Hex, parseRoots, serializeRoots, toHex } from "../../protocol/index.js";
import {
  ProofNodeMissing,
  ProofNodeUnused,
  parseSealed,
  SealedDirectoryEmpty,
  type SealedDocument,
  SealedForeign,
  SealedUnreadable,
  sealedRoots,
  serializeSealed,
  type ValidatorHistory,
} from "../../protocol/sealed/index.js";
import { Directory__factory } from "../../typechain-types/index.js";
import { bench, ONCE } from "../indexer/support/open.js";
import { IDENTIFIER, provider } from "../indexer/support/scenario.js";
import { sealedBy, testValidators, withSeals } from "../protocol/bft/support/sealing.js";
import { historyOf, type Sealing, sealedProvider } from "../support/bft/sealedChain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";

describe("sealed evidence under attack", () => {
  const the = bench(ONCE);
  const validators = testValidators(4);
  const sealing: Sealing = { consensus: "qbft", validators };
  let bundle: EvidenceBundle;
  let history: ValidatorHistory;
  let directory: Hex;
  let sealed: SealedDocument;
  let header: BlockHeader;

  const collect = (changes: Partial<Parameters<typeof collectSealed>[0]> = {}) =>
    collectSealed({
      provider: sealedProvider(provider(), sealing),
      chainId: bundle.chain.chainId,
      genesisHash: bundle.chain.genesisHash,
      directory,
      validators: history,
      scan: bundle,
      ...changes,
    });
  const check = (changes: Partial<SealedDocument> = {}, others: Partial<Parameters<typeof sealedRoots>[0]> = {}) =>
    sealedRoots({ sealed: { ...sealed, ...changes }, scan: bundle, validators: history, directory, ...others });
  const checkHeader = (changed: BlockHeader, others: Partial<Parameters<typeof sealedRoots>[0]> = {}) =>
    check({ header: toHex(encodeHeader(changed)) }, others);
  const sealWith = (changed: BlockHeader) => sealedBy("qbft", changed, validators);

  before(async () => {
    const { queries } = await the.synced();
    bundle = await queries.evidenceOf(IDENTIFIER);
    directory = the.scene.directory;
    history = historyOf(sealing, bundle.chain);
    ({ sealed } = await collect());
    header = decodeHeader(fromHex(sealed.header));
  });

  it("holds as it was collected, and its roots are such as any roots file has", () => {
    const { roots } = check();
    expect(parseRoots(serializeRoots(roots))).to.deep.equal(roots);
  });

  it("is refused without any one of its nodes", () => {
    sealed.nodes.forEach((_, left) => {
      expect(() => check({ nodes: sealed.nodes.filter((_, index) => index !== left) })).to.throw(ProofNodeMissing);
    });
  });

  it("is refused with any of its nodes changed", () => {
    sealed.nodes.forEach((node, changed) => {
      const other = `${node.slice(0, -1)}${node.endsWith("0") ? "1" : "0"}` as Hex;
      const nodes = sealed.nodes.map((each, index) => (index === changed ? other : each));
      expect(() => check({ nodes })).to.throw(ProofNodeMissing);
    });
  });

  it("is refused with a node that proves nothing, or one twice", () => {
    expect(() => check({ nodes: [...sealed.nodes, "0xc0"] })).to.throw(ProofNodeUnused);
    expect(() => check({ nodes: [...sealed.nodes, sealed.nodes[0] as Hex] })).to.throw(SealedUnreadable);
  });

  it("takes its nodes in any order: a hash knows no other place", () => {
    expect(check({ nodes: [...sealed.nodes].reverse() }).roots).to.deep.equal(check().roots);
  });

  it("is refused with the state of another block, however well that block is sealed", () => {
    expect(() => checkHeader(sealWith({ ...header, stateRoot: header.receiptsRoot }))).to.throw(ProofNodeMissing);
    expect(() => checkHeader(sealWith({ ...header, stateRoot: header.parentHash }))).to.throw(ProofNodeMissing);
  });

  it("is refused with a header that was changed after it was sealed", () => {
    const changes: readonly Partial<BlockHeader>[] = [
      { number: header.number + 1n },
      { timestampS: header.timestampS + 1n },
      { stateRoot: header.parentHash },
      { requestsHash: undefined },
    ];
    for (const change of changes) expect(() => checkHeader({ ...header, ...change })).to.throw(SealerUnknown);
  });

  it("is refused with the extra data of another block", () => {
    const other = sealWith({ ...header, number: header.number + 1n });
    expect(() => checkHeader({ ...header, extraData: other.extraData })).to.throw(SealerUnknown);
  });

  it("is refused with one seal too few, or the genesis' none", () => {
    const few = sealedBy("qbft", header, validators.slice(0, 2));
    expect(() => checkHeader(few)).to.throw(QuorumMissing);
    expect(() => checkHeader(withSeals("qbft", header, []))).to.throw(QuorumMissing);
  });

  it("is refused from validators of another chain, under their names and under ours", () => {
    const others = testValidators(4, "another chain's");
    expect(() => checkHeader(sealedBy("qbft", header, others))).to.throw(SealerUnknown);
    expect(() => check({}, { validators: historyOf({ ...sealing, validators: others }, bundle.chain) })).to.throw(
      ValidatorsDiffer,
    );
  });

  it("is judged by the validators of its own block, neither those before nor those after", () => {
    const others = historyOf({ ...sealing, validators: testValidators(4, "others") }, bundle.chain).sets[0];
    const of = (fromBlock: bigint, first = others, second = history.sets[0]) => ({
      ...history,
      sets: [
        { fromBlock: 0n, validators: first?.validators ?? [] },
        { fromBlock, validators: second?.validators ?? [] },
      ],
    });
    expect(check({}, { validators: of(header.number) }).signers).to.have.length(4);
    expect(() => check({}, { validators: of(header.number + 1n) })).to.throw(ValidatorsDiffer);
    expect(() => check({}, { validators: of(header.number, history.sets[0], others) })).to.throw(ValidatorsDiffer);
    expect(check({}, { validators: of(header.number + 1n, history.sets[0], others) }).signers).to.have.length(4);
  });

  it("is refused under another consensus than the chain's", () => {
    expect(() => check({}, { validators: { ...history, consensus: "ibft2" } })).to.throw(ExtraDataInvalid);
  });

  it("is refused on another chain, by name, whichever of the three speaks of it", () => {
    const { chain } = sealed;
    const zero: Hex = `0x${"00".repeat(32)}`;
    expect(() => check({ chain: { ...chain, chainId: 1n } })).to.throw(SealedForeign);
    expect(() => check({ chain: { ...chain, genesisHash: zero } })).to.throw(SealedForeign);
    expect(() => check({}, { validators: { ...history, chainId: 1n } })).to.throw(SealedForeign);
    expect(() => check({}, { validators: { ...history, genesisHash: zero } })).to.throw(SealedForeign);
    expect(() => check({}, { scan: { ...bundle, chain: { ...chain, chainId: 1n } } })).to.throw(SealedForeign);
    expect(() => check({}, { directory: `0x${"01".repeat(20)}` })).to.throw(SealedForeign);
  });

  it("is refused from another Directory that says it were ours", async () => {
    const { consortium } = the.scene;
    const own = await new Directory__factory(consortium.maker).deploy(consortium.maker.address);
    const other = lower(await own.getAddress());
    const foreign = { ...bundle, chain: { ...bundle.chain, directory: other } };
    const refused = await collect({ directory: other, scan: foreign }).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(SealedDirectoryEmpty);
    const { sealed: ours } = await collect();
    const elsewhere = { ...ours, chain: { ...ours.chain, directory: other } };
    expect(() => sealedRoots({ sealed: elsewhere, scan: foreign, validators: history, directory: other })).to.throw(
      ProofNodeMissing,
    );
  });

  it("proves nothing of another battery, or of a batch that it was not made for", () => {
    const passport = { ...bundle.passport, batteryPassportIdentifier: "another" };
    expect(() => check({}, { scan: { ...bundle, passport } })).to.throw(ProofNodeMissing);
    const [batch] = bundle.batches as [EvidenceBundle["batches"][0]];
    const madeUp = [1, 2, 3, 4, 5, 6, 7, 8].map((each) => ({ ...batch, root: bytes32Of(`made up ${each}`) }));
    expect(() => check({}, { scan: { ...bundle, batches: [...bundle.batches, ...madeUp] } })).to.throw(
      ProofNodeMissing,
    );
    expect(() => check({}, { scan: { ...bundle, batches: [] } })).to.throw(ProofNodeUnused);
  });

  it("proves that a batch was never anchored, and that a battery has no passport", async () => {
    const [batch] = bundle.batches as [EvidenceBundle["batches"][0]];
    const madeUp = { ...batch, root: bytes32Of("made up") };
    const { roots } = await collect({ scan: { ...bundle, batches: [...bundle.batches, madeUp] } });
    expect(roots.batches.map(({ root }) => root)).to.deep.equal(bundle.batches.map(({ root }) => root));
    const passport = { ...bundle.passport, batteryPassportIdentifier: "another" };
    const none = await collect({ scan: { ...bundle, passport } });
    expect(none.roots).to.deep.include({ batches: [], devices: [], passports: [] });
  });

  it("is refused with a header that is none", () => {
    const encoded = sealed.header;
    const headers: readonly Hex[] = ["0xc0", "0x00", `${encoded}00`, encoded.slice(0, -2) as Hex];
    for (const each of headers) expect(() => check({ header: each })).to.throw(HeaderInvalid);
  });

  it("is not collected where the node lies about its block, or gives no proofs", async () => {
    const honest = sealedProvider(provider(), sealing);
    const lying = (method: string, lie: (answer: Record<string, unknown>) => unknown) => ({
      send: async (asked: string, params: unknown[]) => {
        const answer = await honest.send(asked, params);
        return asked === method ? lie(answer as Record<string, unknown>) : answer;
      },
    });
    const failure = async (method: string, lie: (answer: Record<string, unknown>) => unknown) =>
      collect({ provider: lying(method, lie) }).then(
        () => "collected",
        (error: { code: string }) => error.code,
      );
    expect(await failure("eth_getBlockByNumber", () => null)).to.equal("HeaderInvalid");
    expect(await failure("eth_getBlockByNumber", (block) => ({ ...block, gasUsed: "0x5" }))).to.equal(
      "HeaderHashDiffers",
    );
    expect(await failure("eth_getProof", () => null)).to.equal("ProofAnswerInvalid");
    expect(await failure("eth_getProof", (proof) => ({ ...proof, accountProof: [] }))).to.equal("ProofNodeMissing");
    const refusing = {
      send: (asked: string, params: unknown[]) =>
        asked === "eth_getProof" ? Promise.reject(new TypeError("no such method")) : honest.send(asked, params),
    };
    const error = await collect({ provider: refusing }).catch(({ code }: { code: string }) => code);
    expect(error).to.equal("ChainUnreadable");
    expect(await collect({ genesisHash: `0x${"00".repeat(32)}` }).catch(({ code }) => code)).to.equal("SealedForeign");
  });

  it("is read from no document but its own form", () => {
    const text = serializeSealed(sealed);
    expect(parseSealed(text)).to.deep.equal(sealed);
    const long = `0x${"00".repeat(1025)}`;
    const changed: readonly string[] = [
      text.slice(0, -1),
      text.replace('"nodes":', '"knots":'),
      text.replace('"header":', '"header":"0x00","header":'),
      text.replace(`"${sealed.nodes[0]}"`, `"${long}"`),
      text.replace(`"${sealed.nodes[0]}"`, '"0x"'),
      text.replace(`"${sealed.nodes[0]}"`, "null"),
      text.replace(sealed.header, `0x${"00".repeat(200_000)}`),
      text.replace('"chainId":"31337"', '"chainId":31337'),
    ];
    for (const each of changed) expect(() => parseSealed(each)).to.throw(SealedUnreadable);
    expect(() => parseSealed(text, { longest: 1_000 })).to.throw(SealedUnreadable, "more than 1000");
    expect(() => parseSealed(text.replace("wattproof-sealed/1", "wattproof-sealed/2"))).to.throw("schema");
  });
});
