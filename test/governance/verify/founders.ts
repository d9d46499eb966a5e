import { type Interface, id } from "ethers";
import type { Founding } from "../../../deploy/founding.js";
import type { FindingCode, Verification } from "../../../governance/index.js";
import type { Hex } from "../../../protocol/index.js";
import { foundingOf } from "../../support/chain/founded.js";
import { abiOf, type RecordedFounding, recordFounding, replay, type Sent, verified } from "./replayedFounding.js";

/** How many transactions are still to come when everything is handed over by the next one. */
export const HAND_OVER = 1;
export const ADMINISTRATOR = 0n;
export const ORACLE = 1n;
export const TREASURER = 2n;
export const REGISTRAR = 4n;
export const SET = id("set(bytes32,address)").slice(0, 10);

export const told = ({ findings }: Verification) => findings.map(({ message }) => message).join("\n");
export const codes = ({ findings }: Verification): FindingCode[] => [...new Set(findings.map(({ code }) => code))];
export const failing = ({ checks }: Verification) => checks.filter(({ ok }) => ok === false).map(({ name }) => name);

export type Founders = Awaited<ReturnType<typeof openFounders>>;

/** Founders who agreed on a founding, and what they see of one that was done otherwise. */
export async function openFounders() {
  const recorded = await recordFounding(foundingOf);
  const at = (name: string) => recorded.contracts[name]!;
  const seen = async (by: Parameters<typeof replay>[1], of: RecordedFounding = recorded) =>
    verified(await replay(of, by), recorded.founding, of.contracts.directory!);
  return {
    recorded,
    authority: await abiOf("AccessManager"),
    /** Nobody's account, and nobody's business. */
    accomplice: `0x${"ac".repeat(20)}` as Hex,
    at,
    seen,
    /** What they see if the deployer calls a contract before its last transaction. */
    seenAfter: (name: string, call: (interfaceOf: Interface) => string, contract = "AccessManager") =>
      seen(async (left, { send }) => {
        if (left === HAND_OVER) await send(at(name), call(await abiOf(contract)));
      }),
    foundedAs: async (change: (founding: Founding) => Partial<Founding>) => {
      const changed = await recordFounding(async (signers) => {
        const founding = await foundingOf(signers);
        return { ...founding, ...change(founding) };
      });
      return seen(undefined, changed);
    },
    /** The founding with some of its transactions as others. */
    changed: (change: (sent: Sent, at: number) => Sent) =>
      seen(undefined, { ...recorded, sent: recorded.sent.map((each, index) => change(each, index)) }),
  };
}
