import { expect } from "chai";
import { describe, it } from "mocha";
import { findCycles } from "../../../scripts/checks/imports/cycles.js";
import { judgeImports } from "../../../scripts/checks/imports/judge.js";
import { scanImports } from "../../../scripts/checks/imports/scan.js";
import { judgeSolidityImports } from "../../../scripts/checks/imports/solidity.js";

const FILES = new Set([
  "protocol/index.ts",
  "protocol/hex.ts",
  "oracle/index.ts",
  "oracle/service.ts",
  "oracle/buffer/buffer.ts",
  "oracle/relayer/relayer.ts",
  "storage/sqlite.ts",
  "api/types.ts",
  "scripts/wattproof.ts",
  "dashboard/src/App.tsx",
]);

/** What is wrong with `statement` in `file`, in a repository that holds FILES. */
function faultsOf(file: string, statement: string): string[] {
  const exists = (path: string) => FILES.has(path);
  return judgeImports(scanImports(file, statement), exists).faults.map((fault) => fault.replace(/^\S+ /, ""));
}

describe("import directions", () => {
  it("sees every way to import, and which are of types only", () => {
    const source = [
      'import a from "./a.js";',
      'import type { B } from "./b.js";',
      'import { type C } from "./c.js";',
      'import { type D, e } from "./d.js";',
      'export * from "./f.js";',
      'export type { G } from "./g.js";',
      'const h = await import("./h.js");',
      'type I = import("./i.js").I;',
      'const j = require("./j.js");',
      "const k = await import(somewhere);",
      'import "./l.css";',
      '// import "./comment.js";',
      "const text = 'import \"./string.js\"';",
    ].join("\n");
    expect(scanImports("x.ts", source).map(({ specifier, typeOnly }) => [specifier, typeOnly])).to.deep.equal([
      ["./a.js", false],
      ["./b.js", true],
      ["./c.js", true],
      ["./d.js", false],
      ["./f.js", false],
      ["./g.js", true],
      ["./h.js", false],
      ["./i.js", true],
      ["./j.js", false],
      [undefined, false],
      ["./l.css", false],
    ]);
  });

  const REFUSED: [file: string, statement: string, why: RegExp][] = [
    ["protocol/hex.ts", 'import "../oracle/index.js";', /protocol does not import oracle/],
    ["protocol/hex.ts", 'import { z } from "zod";', /imports the package zod/],
    ["protocol/hex.ts", 'import "node:fs";', /runs in browsers/],
    ["protocol/hex.ts", "await import(somewhere);", /computed path/],
    ["protocol/hex.ts", 'import type { A } from "../api/types.js";', /protocol does not import api/],
    ["oracle/buffer/buffer.ts", 'import "../relayer/relayer.js";', /oracle\/buffer does not import oracle\/relayer/],
    ["oracle/buffer/buffer.ts", 'import "../service.js";', /oracle\/buffer does not import oracle$/],
    ["oracle/relayer/relayer.ts", 'import "../../storage/sqlite.js";', /does not import storage/],
    ["storage/sqlite.ts", 'import "../protocol/index.js";', /storage does not import protocol/],
    ["demo/index.ts", 'import "../oracle/service.js";', /entered through oracle\/index\.ts/],
    ["api/types.ts", 'import "../scripts/wattproof.js";', /api does not import scripts/],
    ["dashboard/src/App.tsx", 'import { a } from "../../api/types.js";', /takes only types of api/],
    ["oracle/service.ts", 'import "./nowhere.js";', /does not exist/],
    ["attic/old.ts", 'import "node:fs";', /does not know/],
    ["hardhat.config.ts", 'import "./protocol/index.js";', /not imported from there/],
  ];
  for (const [file, statement, why] of REFUSED) {
    it(`refuses ${statement} in ${file}`, () => {
      const faults = faultsOf(file, statement);
      expect(faults).to.have.length(1);
      expect(faults[0]).to.match(why);
    });
  }

  const ALLOWED: [file: string, statement: string][] = [
    ["protocol/index.ts", 'import { p256 } from "@noble/curves/nist.js"; export * from "./hex.js";'],
    ["oracle/service.ts", 'import "./buffer/buffer.js"; import "./relayer/relayer.js"; import "node:fs";'],
    ["oracle/buffer/buffer.ts", 'import "../../storage/sqlite.js"; import "../../protocol/hex.js";'],
    ["demo/index.ts", 'import "../oracle/index.js"; import "../protocol/hex.js";'],
    ["dashboard/src/App.tsx", 'import type { A } from "../../api/types.js"; import "../../protocol/index.js";'],
    ["test/oracle/buffer/x.test.ts", 'import "../../../oracle/buffer/buffer.js";'],
  ];
  for (const [file, statement] of ALLOWED) {
    it(`allows ${statement} in ${file}`, () => {
      expect(faultsOf(file, statement)).to.deep.equal([]);
    });
  }

  it("finds circles, and only circles", () => {
    const graph = new Map([
      ["a", ["b", "c"]],
      ["b", ["d"]],
      ["c", ["d"]],
      ["d", []],
      ["e", ["f"]],
      ["f", ["g", "d"]],
      ["g", ["e"]],
      ["h", ["h"]],
    ]);
    expect(findCycles(graph).map((cycle) => cycle.sort())).to.deep.equal([["e", "f", "g"], ["h"]]);
  });

  it("holds contracts to OpenZeppelin, each other, and no mock", () => {
    const source = [
      'import {A} from "@openzeppelin/contracts/a.sol";',
      'import "./libraries/B.sol";',
      '/* import "hidden/C.sol"; */',
      "import {",
      "    D,",
      "    E",
      '} from "hardhat/console.sol";',
      'import {F} from "../test/F.sol";',
      'import {G} from "./mocks/G.sol";',
    ].join("\n");
    expect(judgeSolidityImports("contracts/X.sol", source)).to.deep.equal([
      "contracts/X.sol:4 imports hardhat/console.sol: contracts import OpenZeppelin or Solady only",
      "contracts/X.sol:8 imports test/F.sol, which lies outside contracts/",
      "contracts/X.sol:9 imports the mock contracts/mocks/G.sol",
    ]);
  });
});
