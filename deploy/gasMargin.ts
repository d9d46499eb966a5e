import type { RequestArguments } from "hardhat/types/providers";

/** A chain as Hardhat is connected to it. */
interface Connection {
  readonly provider: { request(asked: RequestArguments): Promise<unknown> };
}

/** What three new entries of a history cost together, which is the most that a call of ours adds: two words each. */
const NEW_ENTRIES_GAS = 200_000n;

/**
 * Has all estimates of a connection say a little more. Histories, such as those of votes, are kept by the second: what was estimated in the
 * second of the last entry overwrites that entry, and adds a new one if its block comes a second later. Ignition sends exactly
 * what was estimated, so that such a transaction would run out of gas.
 * @returns What takes the margin away again.
 */
export function addGasMargin({ provider }: Connection): () => void {
  const { request } = provider;
  const ask = request.bind(provider);
  provider.request = async (asked) => {
    const answer = await ask(asked);
    if (asked.method !== "eth_estimateGas" || typeof answer !== "string") return answer;
    return `0x${(BigInt(answer) + NEW_ENTRIES_GAS).toString(16)}`;
  };
  return () => {
    provider.request = request;
  };
}
