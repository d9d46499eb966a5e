import { DEFAULT_BLOCK_PERIOD_S } from "./makeGenesis.js";

interface BftOptions {
  readonly blockperiodseconds?: unknown;
  readonly requesttimeoutseconds?: unknown;
}

/** Seconds between two blocks, as a genesis file says; Besu takes the sections' names in any case. */
export function blockPeriodS(genesis: Readonly<Record<string, unknown>>): number {
  return positive(bftOptions(genesis).blockperiodseconds) ?? DEFAULT_BLOCK_PERIOD_S;
}

/** Seconds after which the first round of a block is given up, as a genesis file says; two periods if it does not. */
export function requestTimeoutS(genesis: Readonly<Record<string, unknown>>): number {
  return positive(bftOptions(genesis).requesttimeoutseconds) ?? 2 * blockPeriodS(genesis);
}

function bftOptions({ config }: Readonly<Record<string, unknown>>): BftOptions {
  const sections = Object.entries(config ?? {});
  const [, section] = sections.find(([name]) => /^(qbft|ibft2)$/i.test(name)) ?? [];
  return typeof section === "object" && section !== null ? section : {};
}

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : undefined;
}
