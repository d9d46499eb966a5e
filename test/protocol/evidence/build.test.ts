import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type ArchivedBatch,
  ArchiveMismatch,
  buildEvidence,
  evidenceSourcesOf,
  LeafNotInTree,
  parseEvidence,
  serializeEvidence,
} from "../../../protocol/index.js";
import { testDevice } from "../support/devices.js";
import { HistoryWriter, mixedHistory, TEST_CHAIN, TEST_PASSPORT } from "../support/history.js";
import { reportOf } from "../support/verdict.js";
import { bindingOf, makeWorld } from "../support/world.js";

const device = testDevice("secp256k1", "battery");
const { batches, bundle, roots } = makeWorld({ device, leaves: mixedHistory(device) }, testDevice("p256", "stranger"));
const bindings = [bindingOf(device)];
const sources = evidenceSourcesOf(bindings, batches);

describe("buildEvidence", () => {
  it("reads back from text as it was built", () => {
    expect(parseEvidence(serializeEvidence(bundle))).to.deep.equal(bundle);
  });

  it("sorts records that arrive in any order", () => {
    const shuffled = [...sources].reverse();
    const rebuilt = buildEvidence({ chain: TEST_CHAIN, passport: TEST_PASSPORT, records: shuffled });
    expect(rebuilt.records.map((entry) => entry.type)).to.deep.equal(bundle.records.map((entry) => entry.type));
    expect(reportOf({ bundle: rebuilt, roots }).ok).to.equal(true);
  });

  it("takes nothing from the passport's roots but the facts", () => {
    const [passport] = roots.passports as [(typeof roots.passports)[0]];
    const rebuilt = buildEvidence({ chain: roots, passport, records: sources });
    expect(serializeEvidence(rebuilt)).to.equal(serializeEvidence(bundle));
  });

  it("refuses a batch whose leaves do not lead to its root", () => {
    const [first] = batches as [ArchivedBatch];
    const short = { ...first, leaves: first.leaves.slice(1) };
    const records = evidenceSourcesOf(bindings, [short]);
    expect(() => buildEvidence({ chain: TEST_CHAIN, passport: TEST_PASSPORT, records })).to.throw(ArchiveMismatch);
  });

  it("refuses a record that is not in the batch it is said to be in", () => {
    const [batch] = batches as [ArchivedBatch];
    const records = [{ leaf: new HistoryWriter(testDevice("p256", "absent")).cycle(), batch }];
    expect(() => buildEvidence({ chain: TEST_CHAIN, passport: TEST_PASSPORT, records })).to.throw(LeafNotInTree);
  });
});
