import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { findBareErrors } from "../../../scripts/checks/houseRules.js";
import { countLine } from "../../../scripts/checks/tests/outcome.js";
import { runSuite } from "../../../scripts/checks/tests/runSuite.js";
import { findSuites } from "../../../scripts/checks/tests/suites.js";
import { ROOT } from "../support/wattproof.js";

describe("the test runner", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "wattproof-runner-"));
    for (const name of ["node_modules", "scripts", "package.json", "tsconfig.json"]) {
      symlinkSync(join(ROOT, name), join(root, name));
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (path: string, body: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `import { before, describe, it } from "mocha";\n${body}`);
  };
  const run = async (body: string) => {
    write("test/room/a.test.ts", body);
    const [suite] = findSuites(root);
    if (suite === undefined) throw new Error("no suite");
    return runSuite(root, suite);
  };

  it("finds one suite per folder, one for Solidity, the longest first, and runs chosen ones; none that needs Besu", () => {
    for (const path of [
      "protocol/a.test.ts",
      "protocol/deep/b.test.ts",
      "e2e/c.test.ts",
      "scripts/e.test.ts",
      "scripts/token/f.test.ts",
      "support/help.ts",
      "d.test.ts",
      "besu/g.test.ts",
    ]) {
      write(`test/${path}`, "");
    }
    write("test/solidity/E.t.sol", "");
    expect(findSuites(root).map(({ name, files }) => [name, files.length])).to.deep.equal([
      ["scripts", 1],
      ["scripts/token", 1],
      ["e2e", 1],
      ["solidity", 0],
      ["other", 1],
      ["protocol", 2],
    ]);
    expect(findSuites(root, ["protocol"]).map(({ name }) => name)).to.deep.equal(["protocol"]);
    expect(findSuites(root, ["scripts"]).map(({ name }) => name)).to.deep.equal(["scripts", "scripts/token"]);
    expect(findSuites(root, ["scripts/token"]).map(({ name }) => name)).to.deep.equal(["scripts/token"]);
  });

  it("counts what passed and what failed, and shows the failure", async () => {
    const { outcome, output } = await run(
      'describe("x", () => { it("a", () => {}); it("b", () => {}); it("c", () => { throw new Error("broken on purpose"); }); });',
    );
    expect(outcome).to.deep.include({ passed: 2, failed: 1 });
    expect(output).to.include("broken on purpose");
  });

  it("keeps the reason of a skipped test and of a skipped suite", async () => {
    const { outcome } = await run(`
      import { skipBecause } from "../../scripts/checks/tests/skipBecause.js";
      describe("x", () => { it("a", function () { skipBecause(this, "no moon"); }); });
      describe("y", () => { before(function () { skipBecause(this, "no sun"); }); it("b", () => {}); it("c", () => {}); });
      describe("z", () => { it["skip"]("d (skipped: no stars)", () => {}); });
    `);
    expect(outcome.failed).to.equal(0);
    expect(outcome.skipped.map(({ title, reason }) => [title, reason])).to.deep.equal([
      ["x a", "no moon"],
      ["y b", "no sun"],
      ["y c", "no sun"],
      ["z d (skipped: no stars)", "no stars"],
    ]);
  });

  it("fails tests that are skipped or empty without a reason", async () => {
    const { outcome, output } = await run(
      'describe("x", () => { it["skip"]("a", () => {}); it("b"); it("c", function () { this.skip(); }); });',
    );
    expect(outcome).to.deep.equal({ passed: 0, failed: 3, skipped: [] });
    expect(output).to.match(/Skipped without a reason.*: x a\n.*: x b\n.*: x c/);
  });

  it("fails a suite that breaks off before its end", async () => {
    const { outcome, output } = await run('describe("x", () => { it("a", () => process.exit(0)); });');
    expect(outcome).to.deep.include({ passed: 0, failed: 1 });
    expect(output).to.include("broke off");
  });

  it("fails a suite that runs no tests", async () => {
    const { outcome, output } = await run('describe("x", () => {});');
    expect(outcome).to.deep.include({ passed: 0, failed: 1 });
    expect(output).to.include("ran no tests");
  });

  it("fails a suite that cannot be loaded", async () => {
    const { outcome, output } = await run('import "./nowhere.js";');
    expect(outcome.failed).to.equal(1);
    expect(output).to.include("nowhere.js");
  });

  it("adds up", () => {
    const skipped = [{ title: "a", reason: "b" }];
    expect(countLine([{ passed: 2, failed: 0, skipped: [] }])).to.equal("2 passed, 0 failed");
    expect(
      countLine([
        { passed: 2, failed: 1, skipped },
        { passed: 3, failed: 1, skipped },
      ]),
    ).to.equal("5 passed, 2 failed, 2 skipped");
  });
});

describe("house rules", () => {
  it("finds errors without a name", () => {
    const source = 'throw new Error("a");\nthrow new NamedError("b");\n// throw new Error("c");\n';
    expect(findBareErrors("x.ts", source)).to.have.length(1);
    expect(findBareErrors("x.ts", source)[0]).to.match(/^x\.ts:1 /);
  });
});
