import type { Buffer } from "./buffer/index.js";
import type { Chain } from "./chain/connectChain.js";
import type { Relayer } from "./relayer/index.js";
import { Settlement } from "./settlement/index.js";
import { Turns, type TurnsOptions } from "./turns.js";

export interface SettlingOptions extends Pick<TurnsOptions, "onChange" | "onFatal" | "onTrouble"> {
  readonly chain: Chain;
  readonly buffer: Buffer;
  readonly relayer: Relayer;
  readonly closingWaitS: number;
}

/** Settlement beside anchoring. A flush settles everything that can be; meters that are silent are not waited for. */
export function settling({ chain, buffer, relayer, closingWaitS, ...told }: SettlingOptions): Turns {
  const settlement = new Settlement({
    provider: chain.provider,
    agreements: chain.contracts.SupplyAgreements,
    settlement: chain.contracts.EnergySettlement,
    readings: buffer.readings,
    send: async (call) => (await relayer.send(call)).outcome,
    reject: ({ records: _, ...rejection }) => buffer.rejectAnchored("settlement", rejection),
    closingWaitS,
  });
  return new Turns({ turn: (isLast) => settlement.turn(isLast), recovered: () => relayer.recovered(), ...told });
}
