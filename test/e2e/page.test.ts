import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type Browser, chromium, type Page } from "playwright-core";
import { skipBecause } from "../../scripts/checks/tests/skipBecause.js";
import { BROWSER_ARGUMENTS, findBrowser } from "./support/findBrowser.js";
import { seriousFaults } from "./support/seriousFaults.js";
import { type RunningDemo, startDemo } from "./support/startDemo.js";

describe("the page of a running demo", () => {
  let demo: RunningDemo | undefined;
  let browser: Browser | undefined;
  let page: Page;
  let url: string;

  before(async function () {
    this.timeout(60_000);
    const executablePath = findBrowser();
    if (executablePath === undefined) {
      skipBecause(this, "no Chromium on this machine; install Debian's `chromium` or name one in WATTPROOF_BROWSER");
    }
    demo = await startDemo(["--limit", "96"]);
    url = demo.url;
    browser = await chromium.launch({ executablePath, args: BROWSER_ARGUMENTS });
    // The page forbids scripts that are not its own; axe is one.
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, bypassCSP: true });
    await page.goto(url);
    for (let finished = false; !finished; await page.waitForTimeout(100)) {
      const overview = await (await page.request.get(`${url}/api/overview`)).json();
      finished = overview.progress.finished;
    }
    await page.getByTestId("replay-progress").waitFor({ state: "hidden" });
  });

  after(async () => {
    await browser?.close();
    await demo?.stop();
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
    await result.locator('.verify-verdict[data-ok="true"]').waitFor({ timeout: 30_000 });
    for (const check of ["signatures", "sequence", "links", "inclusion", "roots", "status", "checkpoint"]) {
      expect(await result.locator(`[data-check="${check}"]`).getAttribute("data-outcome"), check).to.equal("holds");
    }
  }).timeout(60_000);

  it("says why a settled amount is to be believed, each step checked in the browser", async () => {
    await page.goto(`${url}/#/energy?why=settlement`);
    const verdict = page.getByTestId("proof-panel").getByTestId("proof-verdict");
    await verdict.and(page.locator('[data-verdict="holds"]')).waitFor({ timeout: 30_000 });
  }).timeout(60_000);

  for (const view of ["energy", "batteries", "devices"]) {
    it(`has no serious accessibility fault in the view of ${view}`, async () => {
      await page.goto(`${url}/#/${view}`);
      await page.locator("h1").first().waitFor();
      expect(await seriousFaults(page)).to.deep.equal([]);
    }).timeout(30_000);
  }

  it("ends cleanly on Ctrl-C", async () => {
    expect(await (demo as RunningDemo).stop()).to.equal(0);
  }).timeout(30_000);
});
