import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BIN, ROOT } from "./wattproof.js";

/** A block of shell lines of a page, and what the page says that they print. */
export interface TypedBlock {
  /** Title of the section that it stands in. */
  readonly section: string;
  readonly shell: string;
  /** Lines that the page shows, in order; `…` stands for anything. */
  readonly shown: readonly string[];
}

const MARK = "@@ block";
const FENCE = /^```(\w*)$/;

/** The shell blocks of a page under docs/, in order; a `text` block after one shows what it prints. */
export function typedBlocks(page: string): TypedBlock[] {
  const blocks: { section: string; shell: string; shown: string[] }[] = [];
  let [section, language] = ["", undefined as string | undefined];
  for (const line of readFileSync(join(ROOT, "docs", page), "utf8").split("\n")) {
    const fence = FENCE.exec(line);
    if (fence) {
      language = language === undefined ? fence[1] : undefined;
      if (language === "sh") blocks.push({ section, shell: "", shown: [] });
    } else if (language === undefined && line.startsWith("#")) section = line.replace(/^#+ /, "");
    else if (language === "sh") (blocks.at(-1) as { shell: string }).shell += `${line}\n`;
    else if (language === "text") blocks.at(-1)?.shown.push(line);
  }
  return blocks;
}

/** What typing blocks came to. */
export interface Typed {
  readonly code: number | null;
  /** What each block printed, on either stream; fewer than blocks if one failed. */
  readonly printed: readonly string[];
}

/** Types blocks into one shell, which ends at the first command that fails. */
export function typeInto(
  blocks: readonly TypedBlock[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Typed> {
  // The very command line of the clone: what npx would find there.
  const npx = `npx() { shift; "${process.execPath}" "${BIN}" "$@"; }`;
  const script = ["set -euo pipefail", "exec 2>&1", npx, ...blocks.map(({ shell }) => `echo "${MARK}"\n${shell}`)];
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", script.join("\n")], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, printed: text.split(`${MARK}\n`).slice(1) }));
  });
}

/** The first line of those shown that was not printed in its place; undefined if all were. */
export function missingLine({ shown }: TypedBlock, printed: string): string | undefined {
  const lines = printed.split("\n");
  let at = 0;
  return shown.find((line) => {
    const found = lines.findIndex((each, index) => index >= at && matches(line, each));
    at = found + 1;
    return found === -1;
  });
}

function matches(shown: string, line: string): boolean {
  const pattern = shown.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`).test(line);
}
