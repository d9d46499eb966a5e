import { expect } from "chai";
import { describe, it } from "mocha";
import { verifyEn } from "../../dashboard/src/texts/verify.js";
import { type NamedText, sortFiles } from "../../dashboard/src/views/batteries/sortFiles.js";

const EVIDENCE = '{"batches":[],"schema":"wattproof-evidence/1"}';
const ROOTS = '{"schema":"wattproof-roots/1"}';

const file = (name: string, text: string, size = text.length): NamedText => ({ name, size, text: async () => text });
const sort = (...files: NamedText[]) => sortFiles(files, verifyEn.drop);

describe("dashboard: files to check", () => {
  it("takes evidence alone, to be judged by the chain", async () => {
    expect(await sort(file("a.json", EVIDENCE))).to.deep.equal({ name: "a.json", files: { evidenceText: EVIDENCE } });
  });

  it("takes evidence and roots in any order", async () => {
    const expected = { name: "a.json", files: { evidenceText: EVIDENCE, roots: { name: "r.json", text: ROOTS } } };
    expect(await sort(file("a.json", EVIDENCE), file("r.json", ROOTS))).to.deep.equal(expected);
    expect(await sort(file("r.json", ROOTS), file("a.json", EVIDENCE))).to.deep.equal(expected);
  });

  it("asks for evidence where only roots were given", async () => {
    expect(await sort(file("r.json", ROOTS))).to.deep.equal({ refused: verifyEn.drop.onlyRoots });
  });

  it("lets the check say what is wrong with a single unknown file", async () => {
    expect(await sort(file("x.json", "cut sho"))).to.deep.equal({ name: "x.json", files: { evidenceText: "cut sho" } });
  });

  it("refuses a stranger among several files, and a file that is too large", async () => {
    expect(await sort(file("a.json", EVIDENCE), file("x.txt", "?")))
      .to.have.property("refused")
      .that.contains("x.txt");
    expect(await sort(file("big.json", EVIDENCE, 2 ** 30)))
      .to.have.property("refused")
      .that.contains("big.json");
  });
});
