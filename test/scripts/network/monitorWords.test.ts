import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import {
  alarmsOf,
  initNetwork,
  type LocalNode,
  type MonitorSnapshot,
  nodeNames,
  type OpenedNetwork,
  openNetwork,
  samplesOf,
  writeNetwork,
} from "../../../network/index.js";
import { decodeExtraData } from "../../../protocol/bft/index.js";
import type { Hex } from "../../../protocol/index.js";
import { monitorTeller } from "../../../scripts/commands/network/monitorTeller.js";
import { bytesText, monitorLines } from "../../../scripts/commands/network/monitorWords.js";
import { makeChain } from "../../network/support/chainDouble.js";
import { FOUR, knownKeys } from "../../network/support/foundings.js";

const NOW_S = 1_800_000_000;
const DAY_S = 86_400;
const GB = 1e9;
const [head] = makeChain({ height: 1, headS: NOW_S - 2 }).slice(-1);

describe("what the monitor tells people", () => {
  let around: string;
  let network: OpenedNetwork;

  before(() => {
    around = mkdtempSync(join(tmpdir(), "wattproof-words-"));
    const folder = join(around, "pilot");
    writeNetwork(folder, initNetwork({ ...FOUR, nodes: 7, orgs: "wxr:4,unicom:2,wxbc:1", keys: knownKeys(7) }));
    network = openNetwork(folder);
  });
  after(() => rmSync(around, { recursive: true }));

  const reportOf = () => {
    if (!head) throw new RangeError("no head");
    const block = { ...head, extra: decodeExtraData("qbft", head.header.extraData) };
    return {
      ...{ client: "besu/double", chainId: 20_260n, genesis: block, head: block, syncing: undefined, validators: [] },
      ...{ peers: [], pendingVotes: [], pool: { maxSize: 4096, localCount: 1200, remoteCount: 0 } },
    };
  };
  const participationOf = (nodes: readonly LocalNode[]) =>
    nodes.map(({ address }, at) => ({
      ...{ address, copies: 300, sealed: at === 5 ? 30 : 240, proposed: 7 },
      agility: at === 5 ? ("blunt" as const) : ("agile" as const),
    }));
  /** Seven nodes, by name: the second is nearly full, the third silent, the sixth blunt; the fourth's certificate ended. */
  const snapshot = (change: Partial<MonitorSnapshot> = {}): MonitorSnapshot => {
    const { nodes } = network;
    const hash = head?.hash as Hex;
    return {
      atS: NOW_S,
      status: {
        nodes: nodes.map((node, at) =>
          at === 2 ? { node, report: undefined, error: undefined } : { node, report: reportOf(), error: undefined },
        ),
        moves: true,
        head: { number: 12_345_678n, hash, ageS: 2 },
        validators: nodes.map(({ address }) => address),
        quorum: 5,
        blocks: [],
        participation: participationOf(nodes),
        blocksError: undefined,
        fork: undefined,
        foundingDifferences: [],
      },
      headAgeMostS: 32,
      asleep: [],
      laterRoundRatio: 0.04,
      disks: nodes.map(({ name }, at) => ({
        ...{ node: name, dataBytes: 123.4 * GB, logBytes: 60e6, sizeBytes: 500 * GB, device: at },
        freeBytes: at === 1 ? 9 * GB : 340 * GB,
        growthBytesPerDay: at === 0 ? undefined : 1.4 * GB,
        daysUntilFull: at === 0 ? undefined : at === 1 ? 6.4 : 243,
      })),
      certificates: [
        ...nodes.map(({ name }, at) => ({
          kind: "node" as const,
          name,
          endsS: NOW_S + (at === 3 ? -3 * DAY_S : 402 * DAY_S),
        })),
        { kind: "agency", name: "wxr", endsS: NOW_S + 3400 * DAY_S },
        { kind: "agency", name: "unicom", endsS: NOW_S + 12 * DAY_S },
      ],
      undecidedVotes: [],
      notes: [],
      ...change,
    };
  };
  const alarmsIn = (of: MonitorSnapshot) => alarmsOf(samplesOf(of, nodeNames(network)));
  const linesOf = (of: MonitorSnapshot) => monitorLines(network, of, alarmsIn(of));
  /** A terminal of this size, and its pictures, each as lines. */
  const terminal = (columns: number, rows: number) => {
    const pictures: string[][] = [];
    const write = (text: string) => {
      expect(text.startsWith("\u001b[H\u001b[J")).to.equal(true);
      pictures.push(text.slice(6).split("\n"));
    };
    const teller = monitorTeller(network, "http://127.0.0.1:9600/metrics", {}, { isTTY: true, columns, rows, write });
    return { teller, pictures };
  };

  it("has a row for each node's part, and one for its disk and certificate", () => {
    const lines = linesOf(snapshot());
    const rows = (name: string) => lines.filter((line) => line.startsWith(name)).map((line) => line.split(/ {2,}/));
    expect(rows("unicom-node-2")).to.deep.equal([
      ["unicom-node-2", "validator", "1", "0", "1200", "80 %", "7", "agile"],
      ["unicom-node-2", "123 GB", "60 MB", "1.4 GB", "9.0 GB (2 %)", "6 d", "402 d"],
    ]);
    expect(rows("unicom-node-1")[1]).to.deep.equal([
      ...["unicom-node-1", "123 GB", "60 MB", "not known yet", "340 GB (68 %)", "402 d"],
    ]);
    expect(rows("wxr-node-1")[1]?.at(-1)).to.equal("ended 3 d ago");
    expect(lines).to.include("Certificates of agencies: wxr 3400 d, unicom 12 d.");
    expect(lines).to.include("4 % of these blocks needed more than one round.");
  });

  it("lists alarms below, and ends with the sum of it all", () => {
    const lines = linesOf(snapshot());
    const alarms = lines.filter((line) => /^(?:critical|warning) /.test(line)).map((line) => line.split(":")[0]);
    expect(alarms).to.include.members([
      ...["warning NodeDown", "critical DiskAlmostFull", "warning DiskFullSoon", "warning CertificateEnds"],
    ]);
    expect(lines.at(-1)).to.include("wxbc-node-1 is silent");
    expect(linesOf(snapshot({ undecidedVotes: undefined }))).to.include(
      "Votes were not held against the registry of nodes.",
    );
  });

  it("fits seven nodes into 100 columns and 45 rows, with nothing left out", () => {
    const { teller, pictures } = terminal(100, 45);
    const all = snapshot();
    teller.tell(all, alarmsIn(all));
    const [picture = []] = pictures;
    expect(picture.length).to.be.at.most(45);
    for (const line of picture) expect(line.length, line).to.be.at.most(100);
    const words = picture.join(" ").replace(/\s+/g, " ");
    for (const line of linesOf(all)) expect(words).to.include(line.replace(/\s+/g, " ").trim());
    expect(words).to.include("Metrics at http://127.0.0.1:9600/metrics");
    // Rows of tables are not broken.
    expect(picture.filter((line) => line.startsWith("  "))).to.satisfy((broken: string[]) =>
      broken.every((line) => !/ {2}\S/.test(line.trim())),
    );
  });

  it("keeps what is most urgent where there are fewer rows", () => {
    const { teller, pictures } = terminal(80, 12);
    const all = snapshot();
    teller.tell(all, alarmsIn(all));
    expect(pictures[0]?.length).to.equal(12);
    expect(pictures[0]?.join(" ")).to.include("is silent");
  });

  it("lets nothing steer the terminal that a node says", () => {
    const { teller, pictures } = terminal(100, 45);
    teller.tell(snapshot(), [{ code: "NodeDown", severity: "warning", message: "\u001b[2Jgone\nx", node: "a" }]);
    expect(pictures[0]?.join("")).to.include("\\u{1b}[2Jgone\\u{a}x");
    expect(pictures[0]?.join("")).not.to.include("\u001b");
  });

  it("counts bytes in the unit that fits", () => {
    const texts = [0, 999, 999.5, 9949, 9950, 999_499, 999_500, 1.44e6, 5e11, 2e15].map(bytesText);
    expect(texts).to.deep.equal([
      ...["0 B", "999 B", "1.0 kB", "9.9 kB", "10 kB", "999 kB", "1.0 MB", "1.4 MB", "500 GB", "2000 TB"],
    ]);
  });
});
