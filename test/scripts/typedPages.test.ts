import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { network } from "hardhat";
import { after, before, describe, it } from "mocha";
import { missingLine, type Typed, typedBlocks, typeInto } from "./support/typedPage.js";
import { ROOT } from "./support/wattproof.js";

/** Chain ids that nobody's own deployment has, by the page whose commands are typed on them. */
const PAGES = { "kilowatt-hour.md": 4_242_424_244, "deal-by-commands.md": 4_242_424_245 };

for (const [page, chainId] of Object.entries(PAGES)) describePage(page, chainId);

function describePage(page: string, chainId: number) {
  const record = join(ROOT, "deploy", "deployments", `chain-${chainId}`);
  const blocks = typedBlocks(page);

  describe(`docs/${page}, as typed`, function () {
    this.timeout(600_000);
    let cwd: string;
    let close: (() => Promise<void>) | undefined;
    let typed: Typed;

    before(async () => {
      rmSync(record, { recursive: true, force: true });
      cwd = mkdtempSync(join(tmpdir(), "wattproof-page-"));
      const server = await network.createServer({ network: "embedded", override: { chainId } }, "127.0.0.1", 0);
      const { address, port } = await server.listen();
      close = () => server.close();
      typed = await typeInto(blocks, { cwd, env: { HOME: cwd, WATTPROOF_RPC_URL: `http://${address}:${port}` } });
    });
    after(async () => {
      await close?.();
      rmSync(record, { recursive: true, force: true });
      rmSync(cwd, { recursive: true });
    });

    it("every command succeeds", () => {
      expect(blocks.length).to.be.above(5);
      expect([typed.code, typed.printed.length], typed.printed.at(-1)).to.deep.equal([0, blocks.length]);
    });

    for (const [index, block] of blocks.entries()) {
      if (block.shown.length === 0) continue;
      it(`prints what the page shows: ${block.section}, block ${index + 1}`, () => {
        const printed = typed.printed[index] ?? "";
        expect(missingLine(block, printed), printed).to.equal(undefined);
      });
    }
  });
}
