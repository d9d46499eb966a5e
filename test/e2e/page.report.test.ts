import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { after, before, beforeEach, describe, it } from "mocha";
import { type Browser, chromium, type Page } from "playwright-core";
import {
  estimateValue,
  type ProvenEntry,
  parseEvidence,
  partOf,
  serializeEvidence,
  serializeRoots,
  valueCycleOf,
} from "../../protocol/index.js";
import { skipBecause } from "../../scripts/checks/tests/skipBecause.js";
import { sha256Of } from "../dashboard/support/sha256Of.js";
import { fadingWorld } from "../dashboard/support/worlds.js";
import { reportOf } from "../protocol/support/verdict.js";
import { BROWSER_ARGUMENTS, findBrowser } from "./support/findBrowser.js";
import { seriousFaults } from "./support/seriousFaults.js";
import { type RunningDemo, startDemo } from "./support/startDemo.js";

const { bundle, roots } = fadingWorld(60);
const within = (from: number, to: number) => (entry: ProvenEntry) => {
  const at = bundle.records.indexOf(entry);
  return at >= from && at <= to;
};
const evidence = serializeEvidence(bundle);
const jsonFile = (name: string, text: string) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
const sha256Hex = (text: string) => sha256Of(text).slice(2);
const rootsFile = jsonFile("roots.json", serializeRoots(roots));

describe("the battery report of a running demo", () => {
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
    demo = await startDemo(["--limit", "48"]);
    url = demo.url;
    browser = await chromium.launch({ executablePath, args: BROWSER_ARGUMENTS });
    // The page forbids scripts that are not its own; axe is one.
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, bypassCSP: true, locale: "en-GB" });
    await page.goto(url);
    for (let finished = false; !finished; await page.waitForTimeout(100)) {
      finished = (await (await page.request.get(`${url}/api/overview`)).json()).progress.finished;
    }
  });

  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  beforeEach(async () => {
    await page.goto(`${url}/#/report`);
    await page.evaluate(() => localStorage.clear());
    await page.emulateMedia({ media: null, colorScheme: null });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.reload();
  });

  const verdict = (expected: string) => page.locator(`[data-testid="report-verdict"][data-verdict="${expected}"]`);
  const choose = (...files: ReturnType<typeof jsonFile>[]) => page.getByTestId("evidence-files").setInputFiles(files);
  const outcomeOf = (check: string) => page.locator(`[data-check="${check}"]`).first().getAttribute("data-outcome");

  it("finds a whole history proven, by the roots file beside it, and says what it rests on", async () => {
    await choose(jsonFile("battery.json", evidence), rootsFile);
    await verdict("holds").waitFor();
    for (const check of ["signatures", "sequence", "links", "inclusion", "roots", "counters", "events", "checkpoint"]) {
      expect(await outcomeOf(check), check).to.equal("holds");
    }
    const trusted = await page.getByTestId("report-trusted").innerText();
    expect(trusted).to.include("roots.json").and.include(sha256Hex(evidence));
    expect(await page.locator('[data-tally="timeExtremeLowTempMs"]').innerText()).to.include("not measured");
    expect(await page.getByTestId("health-chart").locator("canvas").count()).to.equal(1);
  }).timeout(30_000);

  it("shows the value that the method gives of the same history, and follows the reader's terms", async () => {
    const { figures } = reportOf({ bundle, roots });
    const expected = (endOfLife: number, perKWhThroughput: number) =>
      estimateValue({
        cycles: (figures?.cycles ?? []).map(({ dischargeCount, dischargeMicroAh, dischargeMicroWh }) =>
          valueCycleOf({ cycle: Number(dischargeCount), dischargeMicroAh, dischargeMicroWh }),
        ),
        ratedCapacityAh: 2,
        endOfLife,
        prices: { currency: "EUR", perKWhThroughput, scrap: 0 },
      });
    const shown = async (figure: string) =>
      await page
        .locator(`[data-figure="${figure}"] data`)
        .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
    const rangeOf = ({ p10, p50, p90 }: { p10: number; p50: number; p90: number }) => [p10, p50, p90];

    await choose(jsonFile("battery.json", evidence), rootsFile);
    await page.getByTestId("value-range").waitFor();
    const first = expected(0.6, 0.05);
    expect(await shown("remainingCycles")).to.deep.equal(rangeOf(first.remainingCycles));
    expect(await shown("value")).to.deep.equal(first.value && rangeOf(first.value));

    await page.locator('input[name="endOfLife"]').fill("70");
    await page.locator('input[name="price"]').fill("0,2");
    const second = expected(0.7, 0.2);
    const [low] = second.value ? rangeOf(second.value) : [];
    await page.locator(`[data-figure="value"] data[value="${low}"]`).waitFor();
    expect(await shown("remainingCycles")).to.deep.equal(rangeOf(second.remainingCycles));
  }).timeout(30_000);

  it("refuses a tampered file: faults with what to do, and no value", async () => {
    const { measurements } = bundle.records.find((entry) => entry.type === "ChargeCycle") as {
      measurements: { dischargeMicroAh: bigint };
    };
    const stated = `"dischargeMicroAh":"${measurements.dischargeMicroAh}"`;
    await choose(jsonFile("tampered.json", evidence.replace(stated, '"dischargeMicroAh":"1999999"')), rootsFile);
    await verdict("fails").waitFor();
    const fault = page.locator('[data-code="SignatureInvalid"]');
    expect(await fault.innerText()).to.include("What to do");
    expect(await outcomeOf("signatures")).to.equal("fails");
    expect(await page.getByTestId("value-range").count()).to.equal(0);
    expect(await page.getByTestId("health-chart").count()).to.equal(0);
  }).timeout(30_000);

  it("finds a part and a single record genuine, and refuses to value them by name", async () => {
    for (const [from, to] of [
      [20, 40],
      [30, 30],
    ] as const) {
      await choose(jsonFile("part.json", serializeEvidence(partOf(bundle, within(from, to)))), rootsFile);
      await page.getByText(`part.json`).first().waitFor();
      await verdict("holds").waitFor();
      await page.getByText("ValueHistoryIsPart").waitFor();
      expect(await outcomeOf("checkpoint")).to.equal("unknown");
      await page.reload();
    }
  }).timeout(30_000);

  it("refuses by name what is no evidence, and what is larger than evidence can be", async () => {
    await choose(jsonFile("garbage.json", "no evidence at all"));
    await verdict("refused").waitFor();
    expect(await page.getByTestId("file-result").innerText()).to.include("EvidenceUnreadable");

    await page.reload();
    const head = evidence.slice(0, evidence.indexOf('"records":['));
    // Longer than any record: refused long before its end is read.
    const huge = join(await mkdtemp(join(tmpdir(), "wattproof-page-")), "huge.json");
    await writeFile(huge, `${head}"records":[{"type":"${"x".repeat(120_000_000)}`);
    await page.getByTestId("evidence-files").setInputFiles(huge);
    await verdict("refused").waitFor();
    expect(await page.getByTestId("file-result").innerText()).to.include("EvidenceTooLarge");
    await rm(dirname(huge), { recursive: true });
  }).timeout(60_000);

  it("asks the chain for roots where none were given, and finds a stranger's file without a passport", async () => {
    await choose(jsonFile("battery.json", evidence));
    await verdict("fails").waitFor();
    expect(await page.locator('[data-code="ChainMismatch"], [data-code="DirectoryMismatch"]').count()).to.be.above(0);
  }).timeout(30_000);

  it("reports on a battery of the demo against its chain", async () => {
    await page.goto(`${url}/#/report/B0005`);
    await verdict("holds").waitFor({ timeout: 30_000 });
    const text = await (await page.request.get(`${url}/api/batteries/B0005/evidence`)).text();
    expect(await page.getByTestId("report").innerText()).to.include(sha256Hex(text));
    expect(await page.locator("[data-check]").count()).to.equal(12);
    expect(parseEvidence(text).records.length).to.be.greaterThan(0);
  }).timeout(60_000);

  it("takes a file that is dropped anywhere, and roots that are dropped after it", async () => {
    const drop = async (name: string, text: string) => {
      const data = await page.evaluateHandle(
        ([fileName, content]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([content ?? ""], fileName ?? ""));
          return transfer;
        },
        [name, text],
      );
      await page.locator("h1").dispatchEvent("dragover", { dataTransfer: data });
      await page.getByText("Let go to check").waitFor();
      await page.locator("h1").dispatchEvent("drop", { dataTransfer: data });
    };
    await drop("battery.json", evidence);
    await verdict("fails").waitFor();
    await drop("roots.json", rootsFile.buffer.toString());
    await verdict("holds").waitFor();
    await page.getByRole("button", { name: "Remove roots.json" }).click();
    await verdict("fails").waitFor();
  }).timeout(30_000);

  it("checks a file that came before a node was known as soon as one is, and says so meanwhile", async () => {
    let answer: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route("**/api/chain", async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await choose(jsonFile("battery.json", evidence));
    await verdict("unable").waitFor();
    expect(await page.locator("main").innerText()).to.include("nothing says what to trust");
    answer?.();
    await verdict("fails").waitFor();
    await page.unroute("**/api/chain");
  }).timeout(30_000);

  it("takes a file that is dropped on the view of batteries, and shows its report", async () => {
    await page.goto(`${url}/#/batteries`);
    await choose(jsonFile("battery.json", evidence), rootsFile);
    await page.getByTestId("file-result").locator('.verify-verdict[data-ok="true"]').waitFor();
    expect(page.url()).to.include("#/report");
  }).timeout(30_000);

  it("makes a printed report of a few pages, in light colours whatever the theme", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await choose(jsonFile("battery.json", evidence), rootsFile);
    await page.getByTestId("value-range").waitFor();
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).to.equal("%PDF-");
    expect(pdf.length).to.be.greaterThan(30_000);
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length).to.be.within(2, 4);

    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const styleOf = (selector: string, property: "display" | "color" | "backgroundColor") =>
      page
        .locator(selector)
        .first()
        .evaluate((element, name) => getComputedStyle(element)[name], property);
    const printed = {
      paper: await styleOf("html", "backgroundColor"),
      ink: await styleOf(".check-name", "color"),
      header: await styleOf(".top", "display"),
      button: await styleOf(".report-actions", "display"),
      canvas: await styleOf(".chart-plot-health", "display"),
    };
    const curve = page.locator(".paper-chart");
    const isCurveShown = await curve.isVisible();
    const points = (await curve.locator(".paper-line").getAttribute("d")) ?? "";
    await page.emulateMedia({ media: null, colorScheme: null });
    expect(printed).to.deep.equal({
      paper: "rgb(255, 255, 255)",
      ink: "rgb(18, 24, 28)",
      header: "none",
      button: "none",
      canvas: "none",
    });
    expect(isCurveShown).to.equal(true);
    expect(points.split("L").length).to.be.greaterThan(50);
  }).timeout(30_000);

  for (const [language, words] of [
    ["en", { proven: "Yes, its file is proven", heading: "Harmful events" }],
    ["nb", { proven: "Ja, filen er bevist", heading: "Skadelige hendelser" }],
  ] as const) {
    it(`has no serious accessibility fault, empty or full, on a phone either, in ${language}`, async () => {
      await page.evaluate((chosen) => localStorage.setItem("wattproof.language", chosen), language);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.reload();
        await page.locator("h1").waitFor();
        expect(await seriousFaults(page), `empty at ${width}`).to.deep.equal([]);
        await choose(jsonFile("battery.json", evidence), rootsFile);
        await page.getByTestId("value-range").waitFor();
        expect(await page.getByTestId("report-verdict").innerText()).to.include(words.proven);
        expect(await page.getByRole("heading", { name: words.heading }).count()).to.equal(1);
        expect(await seriousFaults(page), `full at ${width}`).to.deep.equal([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).to.be.at.most(0);
      }
    }).timeout(60_000);
  }

  it("can be worked by keyboard alone", async () => {
    await page.getByTestId("evidence-files").focus();
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")]);
    await chooser.setFiles([jsonFile("battery.json", evidence), rootsFile]);
    await page.getByTestId("value-range").waitFor();
    const chart = page.getByTestId("health-chart").getByRole("slider");
    await chart.focus();
    await page.keyboard.press("Home");
    expect(await chart.getAttribute("aria-valuetext")).to.include("Cycle 3:");
    // The twentieth cycle was corrected: both versions stand in figures.
    for (let step = 0; step < 19; step++) await page.keyboard.press("ArrowRight");
    const readout = await page.getByTestId("health-chart").locator(".readout").innerText();
    expect(readout).to.match(/Cycle 22.*Corrected from \(calibration\)\s+1\.\d{3}.Ah \(record 20\)/s);
  }).timeout(30_000);
});
