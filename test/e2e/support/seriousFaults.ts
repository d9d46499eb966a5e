import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Serious and critical accessibility faults of the page as it is, one line each. The page must let axe's script in. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  // biome-ignore lint/suspicious/noExplicitAny: axe adds itself to the window
  const { violations } = await page.evaluate(() => (globalThis as any).axe.run());
  return violations
    .filter(({ impact }: { impact: string }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => `${id}: ${nodes[0]?.html}`);
}
