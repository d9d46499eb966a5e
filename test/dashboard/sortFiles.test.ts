import { expect } from "chai";
import { describe, it } from "mocha";
import { sortFiles } from "../../dashboard/src/verify/sortFiles.js";

const EVIDENCE = '{"schema":"wattproof-evidence/2","batches":[]}';
const ROOTS = '{"batches":[],"schema":"wattproof-roots/2"}';

const file = (name: string, ...parts: string[]): File => new File(parts, name);
const sort = async (...files: File[]) => {
  const { evidence, roots, stranger } = await sortFiles(files);
  return { evidence: evidence?.name, roots: roots?.name, stranger };
};

describe("dashboard: files to check", () => {
  it("takes evidence alone, to be judged by the chain", async () => {
    expect(await sort(file("a.json", EVIDENCE))).to.deep.equal({
      evidence: "a.json",
      roots: undefined,
      stranger: undefined,
    });
  });

  it("takes evidence and roots in any order", async () => {
    const expected = { evidence: "a.json", roots: "r.json", stranger: undefined };
    expect(await sort(file("a.json", EVIDENCE), file("r.json", ROOTS))).to.deep.equal(expected);
    expect(await sort(file("r.json", ROOTS), file("a.json", EVIDENCE))).to.deep.equal(expected);
  });

  it("takes roots alone, for evidence that comes later", async () => {
    expect(await sort(file("r.json", ROOTS))).to.include({ evidence: undefined, roots: "r.json" });
  });

  it("lets the check say what is wrong with a single unknown file", async () => {
    expect(await sort(file("x.json", "cut sho"))).to.include({ evidence: "x.json", stranger: undefined });
  });

  it("names the first stranger among several files", async () => {
    expect(await sort(file("a.json", EVIDENCE), file("x.txt", "?"), file("y.txt", "!"))).to.include({
      evidence: "a.json",
      stranger: "x.txt",
    });
  });

  it("finds the schema at either end of a long file without reading its middle", async () => {
    const long = `[${"0,".repeat(500_000)}0]`;
    const slices: number[] = [];
    class Watched extends File {
      override slice(from?: number, to?: number): Blob {
        const part = super.slice(from, to);
        slices.push(part.size);
        return part;
      }
    }
    const atEnd = new Watched([`{"batches":${long},"schema":"wattproof-roots/2"}`], "r.json");
    const atStart = new Watched([`{"schema":"wattproof-evidence/2","records":${long}}`], "a.json");
    expect(await sort(atEnd, atStart)).to.include({ evidence: "a.json", roots: "r.json" });
    expect(Math.max(...slices)).to.be.lessThan(100_000);
  });
});
