import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type Browser, chromium, type Page } from "playwright-core";
import { skipBecause } from "../../scripts/checks/tests/skipBecause.js";
import { BROWSER_ARGUMENTS, findBrowser } from "./support/findBrowser.js";

const BIN = fileURLToPath(new URL("../../bin/wattproof.js", import.meta.url));
const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Starts `wattproof demo` on a free port and resolves with the page's address once it answers. */
function startDemo(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [BIN, "demo", "--port", "0", "--limit", "96"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let output = "";
    const listen = (text: string) => {
      output += text;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (url !== undefined) resolve({ child, url });
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("exit", (code) => reject(new Error(`the demo ended with ${code}: ${output}`)));
  });
}

describe("the page of a running demo", () => {
  let demo: ChildProcess | undefined;
  let browser: Browser | undefined;
  let page: Page;
  let url: string;

  before(async function () {
    this.timeout(60_000);
    const executablePath = findBrowser();
    if (executablePath === undefined) {
      skipBecause(this, "no Chromium on this machine; install Debian's `chromium` or name one in WATTPROOF_BROWSER");
    }
    const started = await startDemo();
    demo = started.child;
    url = started.url;
    browser = await chromium.launch({ executablePath, args: BROWSER_ARGUMENTS });
    // The page forbids scripts that are not its own; axe is one.
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, bypassCSP: true });
    await page.goto(url);
    await page.getByTestId("replay-progress").waitFor({ state: "hidden", timeout: 50_000 });
  });

  after(async () => {
    await browser?.close();
    if (demo?.exitCode === null) {
      demo.kill("SIGINT");
      await once(demo, "exit");
    }
  });

  it("draws production and consumption", async () => {
    const chart = page.getByTestId("energy-chart");
    await chart.locator("canvas").first().waitFor();
    const painted = await chart
      .locator("canvas")
      .first()
      .evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const pixels = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
        return new Set(Array.from({ length: pixels.length / 4 }, (_, at) => pixels.slice(4 * at, 4 * at + 4).join()))
          .size;
      });
    expect(painted).to.be.greaterThan(3);
  }).timeout(30_000);

  it("verifies a battery's records in the browser against the chain", async () => {
    await page.goto(`${url}/#/batteries`);
    await page.getByTestId("battery-list").getByText("B0005").first().click();
    await page.getByTestId("verify-battery").click();
    const result = page.getByTestId("verify-result");
    await result
      .getByText(/signature/i)
      .first()
      .waitFor({ timeout: 30_000 });
    expect(await result.getAttribute("data-verdict")).to.equal("trusted");
  }).timeout(60_000);

  for (const view of ["energy", "batteries", "devices"]) {
    it(`has no serious accessibility fault in the view of ${view}`, async () => {
      await page.goto(`${url}/#/${view}`);
      await page.locator("h1").first().waitFor();
      await page.addScriptTag({ path: axePath });
      // biome-ignore lint/suspicious/noExplicitAny: axe adds itself to the window
      const { violations } = await page.evaluate(() => (globalThis as any).axe.run());
      const serious = violations.filter(
        ({ impact }: { impact: string }) => impact === "serious" || impact === "critical",
      );
      expect(
        serious.map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => `${id}: ${nodes[0]?.html}`),
      ).to.deep.equal([]);
    }).timeout(30_000);
  }

  it("ends cleanly on Ctrl-C", async () => {
    const running = demo as ChildProcess;
    running.kill("SIGINT");
    const [code] = await once(running, "exit");
    expect(code).to.equal(0);
  }).timeout(30_000);
});
